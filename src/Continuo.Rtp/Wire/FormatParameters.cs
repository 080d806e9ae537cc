namespace Continuo.Rtp.Wire;

/// <summary>Format parameters as SDP writes them in <c>a=fmtp</c>: <c>name=value;name</c>. Case does not matter in names.</summary>
internal static class FormatParameters
{
    /// <summary>Value of a parameter; empty if it has no value, <see langword="null"/> if absent.</summary>
    public static string? Find(string parameters, string name)
    {
        foreach (var part in parameters.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var key = equals < 0 ? part : part[..equals].TrimEnd();
            if (key.Equals(name, StringComparison.OrdinalIgnoreCase)) return equals < 0 ? "" : part[(equals + 1)..].TrimStart();
        }

        return null;
    }
}
