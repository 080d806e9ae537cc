using Continuo.Clocks;

namespace Continuo.Simulation.Clocks;

/// <summary>
/// A sender and a receiver with different clocks in one virtual world: each acts once per period of its own clock, and their actions are
/// interleaved in the order of world time (the sender first at equal times). Not thread-safe; hours pass in seconds.
/// </summary>
public sealed class TwoClockWorld
{
    private long _sent;
    private long _received;

    /// <summary>Creates a world at time 0.</summary>
    public TwoClockWorld(ClockModel sender, ClockModel receiver)
    {
        World = new VirtualClock();
        Sender = new DriftingClock(World, sender);
        Receiver = new DriftingClock(World, receiver);
    }

    /// <summary>The world's clock.</summary>
    internal VirtualClock World { get; }

    /// <summary>The sender's clock.</summary>
    internal DriftingClock Sender { get; }

    /// <summary>The receiver's clock.</summary>
    internal DriftingClock Receiver { get; }

    /// <summary>Advances the world by some world time. Periods continue where the last run ended and must stay the same.</summary>
    /// <param name="duration">World time to advance.</param>
    /// <param name="sendPeriod">Period of the sender, in nanoseconds of its clock.</param>
    /// <param name="send">Called with the number of the period, from 0; <see cref="World"/> shows the time.</param>
    /// <param name="receivePeriod">Period of the receiver, in nanoseconds of its clock.</param>
    /// <param name="receive">Called with the number of the period, from 0; <see cref="World"/> shows the time.</param>
    public void Run(TimeSpan duration, double sendPeriod, Action<long> send, double receivePeriod, Action<long> receive)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sendPeriod, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(receivePeriod, 1);
        var end = World.Now + duration.Ticks * 100;
        var nextSend = At(Sender, _sent, sendPeriod);
        var nextReceive = At(Receiver, _received, receivePeriod);
        while (Math.Min(nextSend, nextReceive) < end)
        {
            if (nextSend <= nextReceive)
            {
                World.AdvanceTo(nextSend);
                send(_sent++);
                nextSend = At(Sender, _sent, sendPeriod);
            }
            else
            {
                World.AdvanceTo(nextReceive);
                receive(_received++);
                nextReceive = At(Receiver, _received, receivePeriod);
            }
        }

        World.AdvanceTo(end);
    }

    /// <summary>Computed from the period's number, not from the previous period, so errors do not accumulate.</summary>
    private static long At(DriftingClock clock, long period, double length) =>
        clock.Rate.WorldAt(clock.Rate.LocalAt(0) + (long)Math.Round(period * length));
}
