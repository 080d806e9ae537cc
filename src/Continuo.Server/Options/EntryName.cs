using System.Globalization;
using System.Text;

namespace Continuo.Server.Options;

/// <summary>
/// The one rule for names of streams, players, outputs, recordings, tokens and files, wherever they come from: they are parts of addresses
/// and of file names.
/// </summary>
internal static class EntryName
{
    /// <summary>Most characters of a name.</summary>
    public const int MaxCharacters = 100;

    /// <summary>Most bytes of a name in UTF-8: what a file system takes, with room for endings.</summary>
    public const int MaxBytes = 200;

    /// <summary>The rule in words.</summary>
    public const string Rule =
        "a name has 1 to 100 letters, digits, spaces and . _ - ( ) + , and neither begins nor ends with a dot or a space";

    /// <summary>Brings a name into Unicode's composed form and checks it.</summary>
    /// <returns>What is wrong with it, as a sentence; <see langword="null"/> if nothing is.</returns>
    public static string? Check(string? name, out string composed)
    {
        composed = name ?? "";
        if (string.IsNullOrWhiteSpace(name)) return "The name is empty.";
        try
        {
            if (!name.IsNormalized()) composed = name.Normalize();
        }
        catch (ArgumentException)
        {
            return "The name is not valid Unicode.";
        }

        if (composed.Length > MaxCharacters || Encoding.UTF8.GetByteCount(composed) > MaxBytes)
        {
            return $"The name is longer than {MaxCharacters} characters or {MaxBytes} bytes.";
        }

        if (composed[0] is '.' or ' ' || composed[^1] is '.' or ' ') return "The name begins or ends with a dot or a space.";
        return composed.EnumerateRunes().All(IsAllowed)
            ? null
            : "The name has characters other than letters, digits, spaces and . _ - ( ) + ,";
    }

    /// <summary>Whether a character may be in a name.</summary>
    public static bool IsAllowed(Rune rune) => Rune.IsLetterOrDigit(rune)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
        || rune.Value is ' ' or '.' or '_' or '-' or '(' or ')' or '+' or ',';
}
