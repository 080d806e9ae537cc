namespace Continuo.Rtp.Sending;

/// <summary>Statistics of an RTP sender at one instant.</summary>
/// <param name="Codec">Description of the codec.</param>
/// <param name="Ssrc">SSRC of the sent packets.</param>
/// <param name="Packets">Packets sent.</param>
/// <param name="Bytes">Bytes sent, without UDP and IP headers.</param>
/// <param name="BitRate">Bits per second of media time, redundancy and RTP headers included.</param>
/// <param name="Suppressed">Packets not sent during silence.</param>
/// <param name="GapFrames">Frames skipped by gaps.</param>
/// <param name="Refused">Packets that could not be sent.</param>
/// <param name="LastRefusal">Reason of the last refusal; empty if there was none.</param>
/// <param name="Collisions">Number of SSRC collisions with other senders.</param>
/// <param name="Receivers">The latest report of each receiver.</param>
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
