namespace Continuo.Rtp.Jitter;

/// <summary>
/// What a jitter buffer did up to a read. The sender's frames, from the first that was heard to where playout is:
/// <c>MediaFrames = Played + Redundant + Recovered + Concealed + Covered + Skipped + Paused</c>. What was heard:
/// <c>OutputFrames + BufferedFrames = Played + Redundant + Recovered + Concealed + Held + Silent + Stretched − Shortened</c>. The packets:
/// <c>ReceivedPackets = Played + Held + Duplicate + Spare + Late + Skipped + Malformed + Implausible + Discarded + Overflow + Overwritten + Oversized</c>.
/// </summary>
public sealed record JitterBufferStatistics
{
    /// <summary>Why the target delay is what it is.</summary>
    public required DelayDecision Target { get; init; }

    /// <summary>The last changes of the target, the newest first.</summary>
    public required IReadOnlyList<DelayDecision> Changes { get; init; }

    /// <summary>How long after the earliest possible time audio is heard, in ms.</summary>
    public double DelayMs { get; init; }

    /// <summary>By how much the sender's clock is slower than ours, in parts per million.</summary>
    public double DriftPpm { get; init; }

    /// <summary>Packets that are held.</summary>
    public int HeldPackets { get; init; }

    /// <summary>Packets, and copies in them, that came in.</summary>
    public long ReceivedPackets { get; init; }

    /// <summary>Packets, and copies in later ones, that were decoded and heard.</summary>
    public long PlayedPackets { get; init; }

    /// <summary>Packets that came twice.</summary>
    public long DuplicatePackets { get; init; }

    /// <summary>Copies of packets that were there.</summary>
    public long SparePackets { get; init; }

    /// <summary>Packets that came after they were due.</summary>
    public long LatePackets { get; init; }

    /// <summary>Packets that were overtaken by later ones.</summary>
    public long ReorderedPackets { get; init; }

    /// <summary>Packets that could not be decoded.</summary>
    public long MalformedPackets { get; init; }

    /// <summary>Packets whose number or time fits no stream.</summary>
    public long ImplausiblePackets { get; init; }

    /// <summary>Packets that were longer than what is taken.</summary>
    public long OversizedPackets { get; init; }

    /// <summary>Packets that the consumer came too late for.</summary>
    public long OverwrittenPackets { get; init; }

    /// <summary>Packets that were given up at the start, as older than the delay aimed at, or because another stream began.</summary>
    public long DiscardedPackets { get; init; }

    /// <summary>Packets that were given up for lack of room: more came at once than <see cref="JitterBufferOptions.Capacity"/>.</summary>
    public long OverflowPackets { get; init; }

    /// <summary>Packets whose audio was left out: concealment was heard in its stead during a stall, or the lag was intolerable.</summary>
    public long SkippedPackets { get; init; }

    /// <summary>How often the timestamps jumped while the numbers went on: the new timeline goes on where the old one ended.</summary>
    public long TimestampJumps { get; init; }

    /// <summary>How often another stream began.</summary>
    public long Restarts { get; init; }

    /// <summary>The sender's frames that playout has passed.</summary>
    public long MediaFrames { get; init; }

    /// <summary>Frames from packets.</summary>
    public long PlayedFrames { get; init; }

    /// <summary>Frames from copies in later packets (RFC 2198).</summary>
    public long RedundantFrames { get; init; }

    /// <summary>Frames from the codec's own copies in later packets.</summary>
    public long RecoveredFrames { get; init; }

    /// <summary>Frames that were missing when due, and made up.</summary>
    public long ConcealedFrames { get; init; }

    /// <summary>How many of the concealed frames came later: a longer delay would have saved these, the others were lost.</summary>
    public long LateFrames { get; init; }

    /// <summary>Frames left out because made-up audio was heard in their stead during a stall, or because they were lost while the delay was too long.</summary>
    public long CoveredFrames { get; init; }

    /// <summary>Frames left out because the lag was intolerable.</summary>
    public long SkippedFrames { get; init; }

    /// <summary>Frames for which the sender was silent.</summary>
    public long PausedFrames { get; init; }

    /// <summary>Frames that were read.</summary>
    public long OutputFrames { get; init; }

    /// <summary>Frames that are decoded and not yet read.</summary>
    public long BufferedFrames { get; init; }

    /// <summary>Frames made up while nothing at all was there to be played.</summary>
    public long HeldFrames { get; init; }

    /// <summary>Frames of silence before the first packet and while the sender was silent.</summary>
    public long SilentFrames { get; init; }

    /// <summary>Frames added by time-scaling.</summary>
    public long StretchedFrames { get; init; }

    /// <summary>Frames removed by time-scaling.</summary>
    public long ShortenedFrames { get; init; }
}
