using System.Globalization;
using Continuo.Audio;
using Continuo.Network.Simulation.Jamulus;
using Continuo.Network.Simulation.NetEq;
using Continuo.Network.Simulation.Playout;

namespace Continuo.Network.Simulation.Comparison;

/// <summary>The playout methods by name.</summary>
public static class PlayoutMethods
{
    private const double MostMs = 10_000;

    /// <summary>The adaptive ones, in the order of reports, and a fixed delay for reference.</summary>
    public static IReadOnlyList<PlayoutMethod> All { get; } = [NetEqModel.Method, JamulusModel.Method, FixedDelay.Method(80)];

    /// <summary>The methods of a name: one of these, <c>fixed:80</c> for 80 ms, <c>jamulus:10</c> for blocks of 10 ms, or <c>all</c>.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/>: there is none.</exception>
    public static IReadOnlyList<PlayoutMethod> Find(string name)
    {
        if (name == "all") return All;
        if (All.FirstOrDefault(m => m.Name == name) is { } known) return [known];
        if (Argument(name, "fixed:") is { } delay) return [FixedDelay.Method(delay)];
        if (Argument(name, "jamulus:") is > 0 and { } block) return [JamulusModel.WithBlocks(block)];
        throw new AudioException(
            AudioErrorCode.InvalidArgument,
            $"playout method '{name}'",
            "there is no such method",
            $"Use {string.Join(", ", All.Select(m => m.Name))}, another fixed delay in milliseconds, jamulus:10 for shorter blocks, or all");
    }

    private static double? Argument(string name, string prefix)
    {
        if (!name.StartsWith(prefix, StringComparison.Ordinal)) return null;
        return double.TryParse(name.AsSpan(prefix.Length), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var ms) && ms <= MostMs ? ms : null;
    }
}
