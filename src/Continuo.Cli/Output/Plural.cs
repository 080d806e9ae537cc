using System.Globalization;

namespace Continuo.Cli.Output;

/// <summary>Counts as people say them.</summary>
internal static class Plural
{
    /// <summary>For example <c>1 underrun</c>, <c>2 underruns</c>, <c>0 entries</c>.</summary>
    /// <param name="count">How many.</param>
    /// <param name="one">What one of them is called.</param>
    /// <param name="many">What several are called, unless an s makes it.</param>
    public static string Of(long count, string one, string? many = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many ?? one + "s")}");
}
