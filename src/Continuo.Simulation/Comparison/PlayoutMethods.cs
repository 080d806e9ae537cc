using System.Globalization;
using Continuo.Audio;
using Continuo.Simulation.Jamulus;
using Continuo.Simulation.NetEq;
using Continuo.Simulation.Ours;
using Continuo.Simulation.Playout;

namespace Continuo.Simulation.Comparison;

/// <summary>The playout methods by name.</summary>
public static class PlayoutMethods
{
    private const double MostMs = 10_000;
    private const double MostDelayMs = 1000;

    /// <summary>The adaptive methods, in the order of reports, and a fixed delay for reference.</summary>
    public static IReadOnlyList<PlayoutMethod> All { get; } = [JitterBufferModel.Method, NetEqModel.Method, JamulusModel.Method,
        FixedDelay.Method(80)];

    /// <summary>The adaptive methods of other projects.</summary>
    public static IReadOnlyList<PlayoutMethod> Rivals { get; } = [NetEqModel.Method, JamulusModel.Method];

    /// <summary>
    /// The project's own method without limits, and with its delay limited below a value, above it, or between it and twice the value.
    /// </summary>
    public static IReadOnlyList<PlayoutMethod> OwnSettings { get; } =
    [
        JitterBufferModel.Method,
        .. new double[] { 10, 15, 20, 25, 30, 40, 50, 60, 80, 100, 120, 150, 200, 300 }
            .SelectMany(ms => new[] { JitterBufferModel.Within(0, ms), JitterBufferModel.Within(ms, 2 * ms),
                JitterBufferModel.Within(ms, MostDelayMs) }),
    ];

    /// <summary>
    /// Finds methods by name: one of these, <c>fixed:80</c> for 80 ms, <c>ours:20-200</c> for a delay within limits, <c>jamulus:10</c> for
    /// blocks of 10 ms, or <c>all</c>.
    /// </summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/>: the name is unknown.</exception>
    public static IReadOnlyList<PlayoutMethod> Find(string name)
    {
        if (name == "all") return All;
        if (All.FirstOrDefault(m => m.Name == name) is { } known) return [known];
        if (Argument(name, "fixed:") is { } delay) return [FixedDelay.Method(delay)];
        if (Limits(name) is var (min, max) && min <= max && max is > 0 and <= MostDelayMs) return [JitterBufferModel.Within(min, max)];
        if (Argument(name, "jamulus:") is > 0 and { } block) return [JamulusModel.WithBlocks(block)];
        throw new AudioException(
            AudioErrorCode.InvalidArgument,
            $"playout method '{name}'",
            "there is no such method",
            $"Use {string.Join(", ", All.Select(m => m.Name))}, ours:20-200 to limit the delay in ms, another fixed delay, jamulus:10 "
                + $"for shorter blocks, or all");
    }

    private static (double Min, double Max)? Limits(string name) =>
        name.StartsWith("ours:", StringComparison.Ordinal) && name[5..].Split('-') is [var low, var high] && Ms(low) is { } min
            && Ms(high) is { } max ? (min, max) : null;

    private static double? Argument(string name, string prefix) =>
        name.StartsWith(prefix, StringComparison.Ordinal) ? Ms(name[prefix.Length..]) : null;

    private static double? Ms(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var ms) && ms <= MostMs ? ms : null;
}
