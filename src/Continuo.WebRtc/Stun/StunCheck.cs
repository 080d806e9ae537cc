namespace Continuo.WebRtc.Stun;

/// <summary>
/// Writes our connectivity checks as the controlling agent, and judges their answers (RFC 8445, 7.2). Thread-safe; allocates nothing.
/// </summary>
internal static class StunCheck
{
    /// <summary>Length of a transaction; random, because it is what an answer is recognized by.</summary>
    public const int TransactionBytes = 12;

    /// <summary>
    /// Priority of a peer-reflexive candidate of the one component (RFC 8445, 5.1.2.1: type preference 110, one address).
    /// </summary>
    public const uint PeerReflexivePriority = 110u << 24 | 65_535u << 8 | 255;

    /// <summary>Writes a check.</summary>
    /// <param name="destination">20 bytes more than the names, and 92.</param>
    /// <param name="transaction">12 random bytes.</param>
    /// <param name="credentials">The peer's fragment and password, and our fragment.</param>
    /// <param name="tieBreaker">Our tie-breaker.</param>
    /// <param name="nominate">Whether to nominate the pair.</param>
    /// <returns>Length of the check.</returns>
    public static int Write(
        Span<byte> destination, ReadOnlySpan<byte> transaction, in StunCredentials credentials, ulong tieBreaker, bool nominate)
    {
        var writer = new StunWriter(destination, StunType.Request, transaction);
        writer.AddUsername(credentials.RemoteFragment, credentials.LocalFragment);
        writer.Add(StunAttribute.Priority, PeerReflexivePriority);
        writer.Add(StunAttribute.IceControlling, tieBreaker);
        if (nominate) writer.Add(StunAttribute.UseCandidate, []);
        writer.AddIntegrity(credentials.RemotePassword);
        writer.AddFingerprint();
        return writer.Length;
    }

    /// <summary>
    /// Whether a message is the success response to a check of ours: of that transaction, and authenticated with the peer's password.
    /// </summary>
    public static bool IsSuccess(in StunMessage message, ReadOnlySpan<byte> transaction, ReadOnlySpan<byte> remotePassword) =>
        message.Type == StunType.Success && message.Transaction.SequenceEqual(transaction) && message.HasIntegrity(remotePassword);
}
