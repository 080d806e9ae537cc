namespace Continuo.Rtp.Jitter;

/// <summary>
/// Statistics of a jitter buffer, as of a read. The sender's frames, from the first one played to the playout position: <c>MediaFrames =
/// Played + Redundant + Recovered + Concealed + Covered + Skipped + Paused</c>. The output: <c>OutputFrames + BufferedFrames = Played +
/// Redundant + Recovered + Concealed + Held + Silent + Stretched − Shortened</c>. The packets: <c>ReceivedPackets = Played + Held +
/// Duplicate + Spare + Late + Skipped + Malformed + Implausible + Discarded + Overflow + Overwritten + Oversized</c>.
/// </summary>
public sealed record JitterBufferStatistics
{
    /// <summary>Reason for the target delay.</summary>
    internal DelayDecision Target { get; init; }

    /// <summary>The latest changes of the target delay, newest first.</summary>
    internal IReadOnlyList<DelayDecision> Changes { get; init; } = [];

    /// <summary>Target delay beyond the shortest network transit, in ms.</summary>
    public double TargetMs => Target.TargetMs;

    /// <summary>The target delay and the reason for it, in words.</summary>
    public string TargetReason => Target.ToString();

    /// <summary>Current delay beyond the shortest network transit, in ms.</summary>
    public double DelayMs { get; init; }

    /// <summary>Clock drift in ppm; positive if the sender's clock is slower than the local clock.</summary>
    public double DriftPpm { get; init; }

    /// <summary>Packets stored now.</summary>
    public int HeldPackets { get; init; }

    /// <summary>Packets received, including redundant copies.</summary>
    public long ReceivedPackets { get; init; }

    /// <summary>Packets and redundant copies that were decoded and played.</summary>
    public long PlayedPackets { get; init; }

    /// <summary>Duplicate packets.</summary>
    public long DuplicatePackets { get; init; }

    /// <summary>Redundant copies that were not needed.</summary>
    public long SparePackets { get; init; }

    /// <summary>Packets that arrived too late.</summary>
    public long LatePackets { get; init; }

    /// <summary>Packets that arrived after a later one.</summary>
    public long ReorderedPackets { get; init; }

    /// <summary>Packets that could not be decoded.</summary>
    public long MalformedPackets { get; init; }

    /// <summary>Packets with an implausible sequence number or timestamp.</summary>
    public long ImplausiblePackets { get; init; }

    /// <summary>Packets longer than <see cref="JitterBufferOptions.MaxPayloadBytes"/>.</summary>
    public long OversizedPackets { get; init; }

    /// <summary>Packets overwritten because the reader was too slow.</summary>
    public long OverwrittenPackets { get; init; }

    /// <summary>Packets discarded at the start because they exceeded the target delay, or because a new stream started.</summary>
    public long DiscardedPackets { get; init; }

    /// <summary>
    /// Packets dropped because the buffer was full: more arrived at once than <see cref="JitterBufferOptions.Capacity"/>.
    /// </summary>
    public long OverflowPackets { get; init; }

    /// <summary>
    /// Packets skipped because concealment had replaced them during a stall, or the lag exceeded <see cref="JitterBufferOptions.MaxLag"/>.
    /// </summary>
    public long SkippedPackets { get; init; }

    /// <summary>Number of timestamp jumps without a sequence jump. Playout continues without a gap.</summary>
    public long TimestampJumps { get; init; }

    /// <summary>Number of new streams.</summary>
    public long Restarts { get; init; }

    /// <summary>Frames of the sender's timeline that were played, concealed or skipped.</summary>
    public long MediaFrames { get; init; }

    /// <summary>Frames played from packets.</summary>
    public long PlayedFrames { get; init; }

    /// <summary>Frames played from redundant copies (RFC 2198).</summary>
    public long RedundantFrames { get; init; }

    /// <summary>Frames played from in-band forward error correction.</summary>
    public long RecoveredFrames { get; init; }

    /// <summary>Frames concealed because they were missing at playout.</summary>
    public long ConcealedFrames { get; init; }

    /// <summary>Concealed frames that arrived later. A longer delay would have avoided their concealment.</summary>
    public long LateFrames { get; init; }

    /// <summary>
    /// Frames skipped because concealment had replaced them during a stall, or because they were lost while the delay was too long.
    /// </summary>
    public long CoveredFrames { get; init; }

    /// <summary>Frames skipped because the lag exceeded <see cref="JitterBufferOptions.MaxLag"/>.</summary>
    public long SkippedFrames { get; init; }

    /// <summary>Frames not sent during silence (discontinuous transmission).</summary>
    public long PausedFrames { get; init; }

    /// <summary>Frames read.</summary>
    public long OutputFrames { get; init; }

    /// <summary>Frames decoded but not read yet.</summary>
    public long BufferedFrames { get; init; }

    /// <summary>Frames concealed while the buffer was empty.</summary>
    public long HeldFrames { get; init; }

    /// <summary>Frames of silence before the first packet and while the sender was silent.</summary>
    public long SilentFrames { get; init; }

    /// <summary>Frames added by time-scaling.</summary>
    public long StretchedFrames { get; init; }

    /// <summary>Frames removed by time-scaling.</summary>
    public long ShortenedFrames { get; init; }
}
