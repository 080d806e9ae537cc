using Continuo.Diagnostics;
using Continuo.Network.Packets;

namespace Continuo.Network.Jitter;

/// <summary>
/// Sorts packets that arrived into the store, tells duplicates, late ones and other streams, and learns from their times.
/// On the consumer's thread; real-time-safe.
/// </summary>
internal sealed class Intake(JitterState state, ArrivalRing ring, IPacketDecoder decoder)
{
    /// <summary>A jump in the numbers that a stream does not make (RFC 3550, A.1).</summary>
    private const int MaxJump = 3000;
    private const double MaxDelayMs = 10_000;
    private const double StallWeight = 0.1;
    private const long None = long.MinValue;
    private int _stream = -1;
    private long _suspect = None;

    /// <summary>Takes all packets that have arrived.</summary>
    /// <returns>Whether another stream begins, with what is now in the store.</returns>
    [RealTime]
    public bool Drain()
    {
        var another = false;
        for (; ring.TryPeek(out var arrival); ring.Advance())
        {
            state.Counters.ReceivedPackets++;
            if (arrival.Stream != _stream)
            {
                another = true;
                Begin(arrival);
            }
            else if (!IsPlausible(arrival))
            {
                if (arrival.Sequence != _suspect + 1)
                {
                    _suspect = arrival.Sequence;
                    state.Counters.ImplausiblePackets++;
                    continue;
                }

                another = true;
                Begin(arrival);
            }

            Take(arrival);
        }

        return another;
    }

    [RealTime]
    private bool IsPlausible(in Arrival arrival) =>
        Math.Abs(arrival.Sequence - state.NewestSequence) <= MaxJump && Math.Abs(state.Clock.DelayOf(arrival.MediaTime, arrival.Time)) <= MaxDelayMs;

    [RealTime]
    private void Begin(in Arrival arrival)
    {
        if (_stream >= 0) state.Counters.Restarts++;
        state.Counters.DiscardedPackets += state.Store.Count;
        _stream = arrival.Stream;
        _suspect = None;
        state.Store.Clear(arrival.Sequence);
        state.Clock.Reset(arrival.MediaTime, arrival.Time);
        state.Target.Reset(arrival.Time);
        (state.NewestSequence, state.NewestDelayMs, state.NewestEnd) = (arrival.Sequence - 1, 0, arrival.MediaTime);
        state.LastDelays.Clear();
    }

    [RealTime]
    private void Take(in Arrival arrival)
    {
        var store = state.Store;
        var before = store.StateOf(arrival.Sequence);
        if (before is SlotState.Held or SlotState.Played or SlotState.Late)
        {
            if (arrival.IsRedundant || store.IsRedundant(arrival.Sequence)) state.Counters.SparePackets++;
            else state.Counters.DuplicatePackets++;
            return;
        }

        if (arrival.Sequence < store.Next)
        {
            if (arrival.IsRedundant && before == SlotState.Empty)
            {
                state.Counters.SparePackets++;
                return;
            }

            state.Counters.LatePackets++;
            if (before != SlotState.Missed) return;
            store.MarkLate(arrival.Sequence);
            state.Counters.LateFrames += state.PacketFrames;
            Learn(arrival.MediaTime, arrival.Time, arrival.IsRedundant, isNewest: false);
            return;
        }

        if (arrival.Sequence - store.Next >= store.Capacity) state.Counters.DiscardedPackets += store.MakeRoomFor(arrival.Sequence);
        var payload = store.Add(arrival);
        if (!ring.TryCopy(payload))
        {
            store.Remove(arrival.Sequence);
            return;
        }

        Learn(arrival.MediaTime, arrival.Time, arrival.IsRedundant, arrival.Sequence > state.NewestSequence);
        if (!arrival.IsRedundant) LearnOfPrevious(arrival, payload);
        if (arrival.Sequence > state.NewestSequence)
        {
            if (state.IsOverdue)
            {
                state.StallShare += ((arrival.Sequence == state.NewestSequence + 1 && !arrival.IsRedundant ? 1 : 0) - state.StallShare) * StallWeight;
                state.IsOverdue = false;
            }

            state.NewestSequence = arrival.Sequence;
            state.NewestDelayMs = state.Clock.DelayOf(arrival.MediaTime, arrival.Time);
            state.LastDelays.Add(state.NewestDelayMs);
            state.NewestEnd = arrival.MediaTime + state.PacketFrames;
        }
        else if (!arrival.IsRedundant)
        {
            state.Counters.ReorderedPackets++;
        }
    }

    /// <summary>A copy in the packet after a missing one is an arrival of the missing one.</summary>
    [RealTime]
    private void LearnOfPrevious(in Arrival arrival, ReadOnlySpan<byte> payload)
    {
        var previous = arrival.Sequence - 1;
        if (previous < state.Store.Next || state.Store.StateOf(previous) != SlotState.Empty || !decoder.CarriesPrevious(payload)) return;
        Learn(arrival.MediaTime - state.PacketFrames, arrival.Time, isCopy: true, isNewest: false);
    }

    [RealTime]
    private void Learn(long mediaTime, long time, bool isCopy, bool isNewest)
    {
        var transit = state.Clock.Observe(mediaTime, time);
        state.Target.Observe(time, transit, state.Clock.Base, isCopy, isNewest);
    }
}
