using System.Globalization;
using Continuo.Simulation.Load;

namespace Continuo.Scenarios.Rooms;

/// <summary>
/// How late ticks get when the process of the rooms collects garbage three times a second, beside the same rooms without it. Nothing is
/// promised: rooms run in the process of the server. What must hold is that no listener misses a block that is not counted, and that
/// everyone is heard as before once the storm is over.
/// </summary>
internal static class RoomStorm
{
    private const int Listeners = 10;

    public static bool Run(double seconds)
    {
        var calm = Load(seconds, null);
        LoadStatistics stormy;
        using (var storm = new GarbageStorm())
        {
            stormy = Load(seconds, storm);
        }

        return calm.WrongContent == 0 && stormy.MissedBlocks <= stormy.SkippedTicks * Listeners;
    }

    private static LoadStatistics Load(double seconds, GarbageStorm? storm)
    {
        using var run = new LoadRun(
            new LoadOptions { Duration = TimeSpan.FromSeconds(seconds), Listeners = Listeners, ChangedVolumes = 3 });
        var result = run.Run(null, CancellationToken.None);
        var (time, culture) = (result.TickTime, CultureInfo.InvariantCulture);
        Console.WriteLine(storm is null
            ? "a room of ten, each with a mix of its own, without garbage:"
            : string.Create(culture,
                $"while collections stop the process for {storm.Pauses.P50 / 1e6:F0} ms (longest {storm.Pauses.Max / 1e6:F0} ms) each:"));
        Console.WriteLine(string.Create(culture,
            $"  ticks {result.Ticks}, late {result.LateTicks}, left out {result.SkippedTicks}; end after they were due: "
                + $"p50 {time.P50 / 1e6:F1}, p99 {time.P99 / 1e6:F1}, p99.9 {time.P999 / 1e6:F1}, longest {time.Max / 1e6:F1} ms"));
        var work = result.Work;
        Console.WriteLine(string.Create(culture,
            $"  blocks missed by listeners {result.MissedBlocks} of {result.Blocks + result.MissedBlocks}; "
                + $"speakers: {work.Stretched:F2} s stretched, "
                + $"{work.Shortened:F2} s shortened, {work.Concealed:F2} s concealed, {work.Skipped:F2} s skipped"));
        return result;
    }
}
