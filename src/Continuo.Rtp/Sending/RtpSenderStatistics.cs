namespace Continuo.Rtp.Sending;

/// <summary>The books of a sender at one instant.</summary>
/// <param name="Codec">What is sent, in one line.</param>
/// <param name="Ssrc">Who the packets say they come from.</param>
/// <param name="Packets">Packets sent.</param>
/// <param name="Bytes">Bytes of them, without the headers of UDP and IP.</param>
/// <param name="BitRate">Bits per second of media time, redundancy and RTP headers included.</param>
/// <param name="Suppressed">Packets not sent because there was nothing to hear.</param>
/// <param name="GapFrames">Frames by which gaps have advanced the timestamps.</param>
/// <param name="Refused">Packets that the system refused to send.</param>
/// <param name="LastRefusal">Why; empty if it did not.</param>
/// <param name="Collisions">How often another sender had the same SSRC.</param>
/// <param name="Receivers">What receivers report, the latest of each.</param>
public sealed record RtpSenderStatistics(
    string Codec,
    uint Ssrc,
    long Packets,
    long Bytes,
    double BitRate,
    long Suppressed,
    long GapFrames,
    long Refused,
    string LastRefusal,
    long Collisions,
    IReadOnlyList<RtpReceiverReport> Receivers);
