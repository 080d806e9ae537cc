namespace Continuo.Rtp.Transport;

/// <summary>What a transport failed to receive or send.</summary>
/// <param name="Overflows">Datagrams dropped because they were not received in time.</param>
/// <param name="Oversized">Datagrams dropped because they were longer than the batch had room for.</param>
/// <param name="Refused">Datagrams that could not be sent: no route, no buffer, nobody there.</param>
/// <param name="LastRefusal">Why the last one could not be sent; <see langword="null"/> or empty if all were.</param>
public readonly record struct PacketTransportStatistics(long Overflows, long Oversized, long Refused, string? LastRefusal);
