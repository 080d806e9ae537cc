using Continuo.Simulation.Clocks;

namespace Continuo.Simulation.Traces;

/// <summary>A stream of packets of equal length and what a network did to each of them. Immutable, so thread-safe.</summary>
public sealed class PacketTrace
{
    /// <summary>Creates a trace.</summary>
    /// <param name="name">For reports.</param>
    /// <param name="sampleRate">Frames per second of the sender's clock.</param>
    /// <param name="framesPerPacket">The length of each packet, in frames.</param>
    /// <param name="packets">In the order they were sent; a duplicate stands right behind its original.</param>
    /// <param name="receiver">The consumer's clock in the world of the packets' times; without it, the world's time.</param>
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

    /// <summary>For reports.</summary>
    public string Name { get; }

    /// <summary>Frames per second.</summary>
    public int SampleRate { get; }

    /// <summary>The length of each packet, in frames.</summary>
    public int FramesPerPacket { get; }

    /// <summary>In the order they were sent.</summary>
    public IReadOnlyList<TracePacket> Packets { get; }

    /// <summary>The consumer's clock.</summary>
    public ClockModel Receiver { get; }

    /// <summary>The shortest time that a packet travelled, in nanoseconds: no method can play earlier without losing it.</summary>
    public long MinDelay { get; }

    /// <summary>From the first packet sent to the last.</summary>
    public TimeSpan Duration => TimeSpan.FromTicks((Packets[^1].SendTime - Packets[0].SendTime) / 100);
}
