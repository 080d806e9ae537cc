namespace Continuo.Rtp.Transport;

/// <summary>Statistics of datagrams that a transport could not receive or send.</summary>
/// <param name="Overflows">Datagrams dropped because they were not received in time.</param>
/// <param name="Oversized">Datagrams dropped because they were too long for the batch.</param>
/// <param name="Refused">Datagrams that could not be sent: no route, no buffer space, no receiver.</param>
/// <param name="LastRefusal">Reason of the last refusal; <see langword="null"/> or empty if there was none.</param>
public readonly record struct PacketTransportStatistics(long Overflows, long Oversized, long Refused, string? LastRefusal);
