namespace Continuo.Server.Options;

/// <summary>Names of streams, players, outputs and recordings: they are parts of addresses and of file names.</summary>
internal static class EntryName
{
    public const int MaxLength = 64;

    public const string Rule = "a name has 1 to 64 letters, digits, spaces, dots, dashes and underscores, and begins with a letter or digit";

    /// <summary>Whether a name is safe in a path of an address and in a file name.</summary>
    public static bool IsValid(string name)
    {
        if (name.Length is 0 or > MaxLength || !char.IsLetterOrDigit(name[0]) || name[^1] is ' ' or '.') return false;
        foreach (var c in name)
        {
            if (!char.IsLetterOrDigit(c) && c is not (' ' or '.' or '-' or '_')) return false;
        }

        return true;
    }
}
