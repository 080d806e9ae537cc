using System.Globalization;
using Continuo.Diagnostics;
using Continuo.Playing;

namespace Continuo.Hosting.Checks;

/// <summary>The stored measurement of wake-ups (<c>continuo doctor --measure</c>), on which the output's presets are based.</summary>
internal static class WakeUpCheck
{
    public static MachineCheck Run()
    {
        var measured = MachineProfile.Current;
        var buffer = PlaybackOptions.For(PlaybackPreset.Balanced, measured).WriteAhead.TotalMilliseconds;
        if (measured is not null)
        {
            return Found(string.Create(CultureInfo.InvariantCulture,
                $"measured {measured.MeasuredAt:yyyy-MM-dd}: p99.9 {measured.P999Ms:0.00} ms, max {measured.MaxMs:0.0} ms; "
                + $"output buffer {buffer:0} ms"));
        }

        var unusable = MachineProfileFile.Path is { } path && File.Exists(path) ? $"{path} is not usable" : "not measured";
        return Found(string.Create(CultureInfo.InvariantCulture,
            $"{unusable}; output buffer {buffer:0} ms; measure with 'continuo doctor --measure'"));
    }

    private static MachineCheck Found(string detail) => new("wake-ups", "wake-ups", CheckState.Ok, detail);
}
