using Continuo.Simulation.Clocks;

namespace Continuo.Simulation.Traces;

/// <summary>A stream of packets of equal length and the outcome of each of them. Immutable and thread-safe.</summary>
public sealed class PacketTrace
{
    /// <summary>Creates a trace.</summary>
    /// <param name="name">Name in reports.</param>
    /// <param name="sampleRate">Frames per second of the sender's clock.</param>
    /// <param name="framesPerPacket">Length of each packet, in frames.</param>
    /// <param name="packets">The packets in send order; a duplicate directly follows its original.</param>
    /// <param name="receiver">The consumer's clock, relative to the packets' times; by default world time.</param>
    public PacketTrace(string name, int sampleRate, int framesPerPacket, IReadOnlyList<TracePacket> packets, ClockModel? receiver = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleRate, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(framesPerPacket, 1);
        ArgumentOutOfRangeException.ThrowIfZero(packets.Count);
        Name = name;
        SampleRate = sampleRate;
        FramesPerPacket = framesPerPacket;
        Packets = packets;
        Receiver = receiver ?? ClockModel.Steady;
        MinDelay = packets.Where(p => !p.IsLost).Select(p => p.Delay).DefaultIfEmpty(0).Min();
    }

    /// <summary>Name in reports.</summary>
    public string Name { get; }

    /// <summary>Frames per second.</summary>
    public int SampleRate { get; }

    /// <summary>Length of each packet, in frames.</summary>
    public int FramesPerPacket { get; }

    /// <summary>The packets, in send order.</summary>
    public IReadOnlyList<TracePacket> Packets { get; }

    /// <summary>The consumer's clock.</summary>
    public ClockModel Receiver { get; }

    /// <summary>Minimum network delay, in nanoseconds: a method that plays earlier loses packets.</summary>
    public long MinDelay { get; }

    /// <summary>Time from the first packet sent to the last.</summary>
    public TimeSpan Duration => TimeSpan.FromTicks((Packets[^1].SendTime - Packets[0].SendTime) / 100);
}
