namespace Continuo.Rtp.Sending;

/// <summary>The latest RTCP report of a receiver about this sender.</summary>
/// <param name="Ssrc">SSRC of the receiver.</param>
/// <param name="Address">Address that the report came from.</param>
/// <param name="LossPercent">Packet loss between the last two reports, in percent.</param>
/// <param name="Lost">Total number of packets lost; negative if there were duplicates.</param>
/// <param name="JitterMs">Interarrival jitter (RFC 3550) in ms.</param>
/// <param name="RoundTripMs">Round-trip time in ms; −1 if unknown.</param>
/// <param name="ReceivedAt">Time of arrival, in nanoseconds of the sender's clock.</param>
public sealed record RtpReceiverReport(
    uint Ssrc,
    string Address,
    double LossPercent,
    int Lost,
    double JitterMs,
    double RoundTripMs,
    long ReceivedAt);
