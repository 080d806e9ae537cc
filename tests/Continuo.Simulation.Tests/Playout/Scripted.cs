using Continuo.Simulation.Traces;

namespace Continuo.Simulation.Tests.Playout;

/// <summary>Traces of 20 ms packets at 48 kHz, written by hand: a delay in milliseconds for each, NaN if it is lost.</summary>
internal static class Scripted
{
    public const int FramesPerPacket = 960;

    public static PacketTrace Trace(IEnumerable<double> delaysMs, int copies = 0) =>
        new("scripted", 48_000, FramesPerPacket, [.. delaysMs.Select((ms, i) => Packet(i, ms, copies))]);

    public static TracePacket Packet(int sequence, double delayMs, int copies = 0) => new(
        sequence,
        sequence * FramesPerPacket,
        sequence * 20_000_000L,
        double.IsNaN(delayMs) ? TracePacket.Lost : sequence * 20_000_000L + (long)(delayMs * 1e6),
        copies);
}
