using System.Globalization;

namespace Continuo.Cli.Output;

/// <summary>Counts with singular or plural.</summary>
internal static class Plural
{
    /// <summary>For example <c>1 underrun</c>, <c>2 underruns</c>, <c>0 entries</c>.</summary>
    /// <param name="count">The count.</param>
    /// <param name="one">Singular.</param>
    /// <param name="many">Plural, unless it is formed with an s.</param>
    public static string Of(long count, string one, string? many = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many ?? one + "s")}");
}
