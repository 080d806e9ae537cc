using System.Diagnostics.Metrics;
using Continuo.Rooms;
using Continuo.Server.Rooms;

namespace Continuo.Server.Operations;

/// <summary>What the rooms of this server do, as instruments. Observed only.</summary>
internal sealed class RoomMetrics(RoomTable rooms)
{
    /// <summary>Creates the instruments.</summary>
    public void AddTo(Meter meter)
    {
        meter.CreateObservableUpDownCounter("continuo.rooms.open", () => rooms.All.Count, "{room}", "Rooms that are open here");
        Count(meter, "ticks", "{tick}", "Ticks of all rooms", s => s.Ticks);
        Count(meter, "late_ticks", "{tick}", "Ticks that ended after the next one was due", s => s.LateTicks);
        Count(meter, "skipped_ticks", "{tick}", "Ticks left out because the process stood still", s => s.SkippedTicks);
        Count(meter, "processor_time", "s", "Processor time of the threads that tick", s => s.ProcessorSeconds);
    }

    private void Count<T>(Meter meter, string name, string unit, string description, Func<RoomHostStatistics, T> value)
        where T : struct =>
        meter.CreateObservableCounter(
            $"continuo.rooms.{name}", () => rooms.Statistics is { } statistics ? value(statistics) : default, unit, description);
}
