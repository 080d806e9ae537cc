using Continuo.Diagnostics;
using Continuo.Rtp.Packets;

namespace Continuo.Rtp.Jitter;

/// <summary>
/// Sorts arrived packets into the store, detects duplicates, late packets and new streams, and updates the estimators with their times.
/// Runs on the consumer's thread; real-time-safe.
/// </summary>
internal sealed class Intake(JitterState state, ArrivalRing ring, IPacketDecoder decoder)
{
    /// <summary>A jump of sequence numbers that a stream does not make (RFC 3550, A.1); more if packets are short.</summary>
    private const int LeastJump = 3000;

    /// <summary>A media time that deviates by more than this is not a rounding error: the timestamps have jumped.</summary>
    private const double JumpMs = 40;

    /// <summary>If no packets arrived for longer than this around a jump, the sender paused; a shorter time is network delay.</summary>
    private const double PauseMs = 100;

    /// <summary>A packet from before a jump whose time deviates by more than this fits neither timeline.</summary>
    private const double MaxDeviationMs = 10_000;
    private const double StallWeight = 0.1;
    private const long None = long.MinValue;
    private readonly int _maxJump = Math.Max(LeastJump, state.Store.Capacity);
    private readonly double _framesPerMs = decoder.Format.SampleRate / 1000.0;
    private int _stream = -1;
    private long _suspect = None;
    private long _shift; // added to media times, so that they are continuous across jumps
    private long _shiftBefore; // the value before the last jump

    /// <summary>Processes all packets that have arrived.</summary>
    /// <returns>Whether another stream begins, with the packets now in the store.</returns>
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
            else if (Math.Abs(arrival.Sequence - state.NewestSequence) > _maxJump)
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
            else if (!TryPlace(ref arrival))
            {
                state.Counters.ImplausiblePackets++;
                continue;
            }

            Take(arrival);
        }

        return another;
    }

    [RealTime]
    private void Begin(in PacketArrival arrival)
    {
        if (_stream >= 0) state.Counters.Restarts++;
        state.Counters.DiscardedPackets += state.Store.Count;
        _stream = arrival.Stream;
        _suspect = None;
        (_shift, _shiftBefore) = (0, 0);
        state.Store.Clear(arrival.Sequence);
        state.Clock.Reset(arrival.MediaTime, arrival.Time);
        state.Target.Reset(arrival.Time);
        (state.NewestSequence, state.NewestDelayMs, state.NewestEnd) = (arrival.Sequence - 1, 0, arrival.MediaTime);
        (state.NewestTime, state.NewestFrames) = (arrival.Time, state.PacketFrames);
        state.LastDelays.Clear();
    }

    /// <summary>
    /// Places a packet on the timeline of the packets before it, across jumps of the sender's timestamps: packets with consecutive numbers
    /// are one stream, for example when a mixer changes its input. A pause is not a jump: its packet arrives as much later as its timestamp
    /// says.
    /// </summary>
    /// <returns>Whether its time is plausible.</returns>
    [RealTime]
    private bool TryPlace(ref PacketArrival arrival)
    {
        var ahead = arrival.Sequence - state.NewestSequence;
        var expected = state.NewestEnd + (ahead - 1) * state.NewestFrames;
        var mediaTime = arrival.MediaTime + _shift;
        if (ahead <= 0)
        {
            // It may be from before the last jump.
            var other = arrival.MediaTime + _shiftBefore;
            if (Math.Abs(other - expected) < Math.Abs(mediaTime - expected)) mediaTime = other;
            arrival = arrival with { MediaTime = mediaTime };
            return Math.Abs(mediaTime - expected) <= MaxDeviationMs * _framesPerMs;
        }

        var isBack = mediaTime < state.NewestEnd - JumpMs * _framesPerMs;
        var isAhead = mediaTime > expected + JumpMs * _framesPerMs && state.Clock.DelayOf(mediaTime, arrival.Time) < -JumpMs;
        if (isBack || isAhead)
        {
            var elapsed = (long)((arrival.Time - state.NewestTime) * 1e-6 * _framesPerMs) - state.NewestFrames;
            var missing = ahead > 1 ? Math.Clamp(elapsed, 0, expected - state.NewestEnd) : elapsed > PauseMs * _framesPerMs ? elapsed : 0;
            state.Counters.TimestampJumps++;
            _shiftBefore = _shift;
            _shift = state.NewestEnd + missing - arrival.MediaTime;
            mediaTime = arrival.MediaTime + _shift;
        }

        arrival = arrival with { MediaTime = mediaTime };
        return true;
    }

    [RealTime]
    private void Take(in PacketArrival arrival)
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
            // nothing was concealed before the beginning
            if (arrival.MediaTime >= state.FirstHeard) state.Counters.LateFrames += state.PacketFrames;
            Learn(arrival.MediaTime, arrival.Time, arrival.IsRedundant, isNewest: false);
            return;
        }

        if (arrival.Sequence - store.Next >= store.Capacity) state.Counters.OverflowPackets += store.MakeRoomFor(arrival.Sequence);
        var payload = store.Add(arrival);
        if (!ring.TryCopy(payload))
        {
            store.Remove(arrival.Sequence);
            return;
        }

        Learn(arrival.MediaTime, arrival.Time, arrival.IsRedundant, arrival.Sequence > state.NewestSequence);
        if (!arrival.IsRedundant) RecordPrevious(arrival, payload);
        if (arrival.Sequence > state.NewestSequence)
        {
            if (state.IsOverdue)
            {
                state.StallShare += ((arrival.Sequence == state.NewestSequence + 1
                    && !arrival.IsRedundant ? 1 : 0) - state.StallShare) * StallWeight;
                state.IsOverdue = false;
            }

            state.NewestSequence = arrival.Sequence;
            state.NewestDelayMs = state.Clock.DelayOf(arrival.MediaTime, arrival.Time);
            state.LastDelays.Add(state.NewestDelayMs);
            var frames = decoder.FramesOf(payload);
            state.NewestFrames = frames > 0 ? frames : state.PacketFrames;
            state.NewestTime = arrival.Time;
            state.NewestEnd = arrival.MediaTime + state.NewestFrames;
        }
        else if (!arrival.IsRedundant)
        {
            state.Counters.ReorderedPackets++;
        }
    }

    /// <summary>A copy of a missing packet in the following packet counts as an arrival of the missing one.</summary>
    [RealTime]
    private void RecordPrevious(in PacketArrival arrival, ReadOnlySpan<byte> payload)
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
