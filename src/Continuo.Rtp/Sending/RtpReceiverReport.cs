namespace Continuo.Rtp.Sending;

/// <summary>What a receiver has reported about us.</summary>
/// <param name="Ssrc">The receiver.</param>
/// <param name="Address">Where its report came from.</param>
/// <param name="LossPercent">The part of the packets lost between its last two reports.</param>
/// <param name="Lost">Packets lost in all; negative if there were duplicates.</param>
/// <param name="JitterMs">The mean deviation of the packets' transit time.</param>
/// <param name="RoundTripMs">From us to it and back, without the time it waited; −1 if it does not say.</param>
/// <param name="ReceivedAt">When the report came, in nanoseconds of the sender's clock.</param>
public sealed record RtpReceiverReport(uint Ssrc, string Address, double LossPercent, int Lost, double JitterMs, double RoundTripMs, long ReceivedAt);
