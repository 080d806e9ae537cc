using System.Globalization;
using Continuo.Audio;
using Continuo.Network.Simulation.Jamulus;
using Continuo.Network.Simulation.NetEq;
using Continuo.Network.Simulation.Playout;

namespace Continuo.Network.Simulation.Comparison;

/// <summary>The playout methods by name.</summary>
public static class PlayoutMethods
{
    private const string Fixed = "fixed:";
    private const double MostFixedMs = 10_000;

    /// <summary>The adaptive ones, in the order of reports, and a fixed delay for reference.</summary>
    public static IReadOnlyList<PlayoutMethod> All { get; } = [NetEqModel.Method, JamulusModel.Method, FixedDelay.Method(80)];

    /// <summary>The methods of a name: <c>neteq</c>, <c>jamulus</c>, <c>fixed:80</c> for 80 ms, or <c>all</c>.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/>: there is none.</exception>
    public static IReadOnlyList<PlayoutMethod> Find(string name)
    {
        if (name == "all") return All;
        if (All.FirstOrDefault(m => m.Name == name) is { } known) return [known];
        var isDelay = name.StartsWith(Fixed, StringComparison.Ordinal)
            & double.TryParse(name.AsSpan(Math.Min(name.Length, Fixed.Length)), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var ms);
        if (isDelay && ms <= MostFixedMs) return [FixedDelay.Method(ms)];
        throw new AudioException(
            AudioErrorCode.InvalidArgument,
            $"playout method '{name}'",
            "there is no such method",
            $"Use {string.Join(", ", All.Select(m => m.Name))}, another fixed delay in milliseconds, or all");
    }
}
