using Continuo.Rtp.Wire;

namespace Continuo.WebRtc.Sessions.Listening;

/// <summary>What all listeners of a packet have in common besides its payload.</summary>
/// <param name="Timestamp">Media time of the first frame, in units of the RTP clock, from 0.</param>
/// <param name="CaptureNtp">Wall-clock time of the first frame, NTP format (32.32 bits).</param>
/// <param name="NowNtp">Wall-clock time now.</param>
/// <param name="Level">Audio level.</param>
/// <param name="IsFirst">Whether it follows a pause.</param>
/// <param name="Now">Current time in nanoseconds of the host's clock.</param>
internal readonly record struct Sending(uint Timestamp, ulong CaptureNtp, ulong NowNtp, RtpAudioLevel Level, bool IsFirst, long Now)
{
    /// <summary>Media time of <see cref="NowNtp"/>, for sender reports.</summary>
    public uint TimestampNow { get; init; }
}
