namespace Continuo.Rtp.Sdp;

/// <summary>An attribute line of a description (<c>a=name:value</c>), for those that read more than RTP needs.</summary>
/// <param name="Name">Name, in the case of the description.</param>
/// <param name="Value">Value without surrounding blanks; empty if it has none.</param>
internal readonly record struct SdpAttribute(string Name, string Value)
{
    /// <summary>Parses what follows <c>a=</c>.</summary>
    public static SdpAttribute Parse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? new(text.Trim(), "") : new(text[..colon].Trim(), text[(colon + 1)..].Trim());
    }
}
