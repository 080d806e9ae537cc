using System.Security.Cryptography;

namespace Continuo.WebRtc.Stun;

/// <summary>
/// A server's word that a session will end soon (<see cref="StunAttribute.Leaving"/>), so that the client has the next one before: a
/// binding indication, which is not answered, and which everyone but our clients ignores. Thread-safe; allocates nothing.
/// </summary>
internal static class StunLeaving
{
    /// <summary>Length of the longest that is written.</summary>
    public const int MaxBytes = 64;

    /// <summary>Writes it.</summary>
    /// <param name="destination"><see cref="MaxBytes"/>.</param>
    /// <param name="localPassword">The server's own password.</param>
    /// <returns>Its length.</returns>
    public static int Write(Span<byte> destination, ReadOnlySpan<byte> localPassword)
    {
        Span<byte> transaction = stackalloc byte[StunCheck.TransactionBytes];
        RandomNumberGenerator.Fill(transaction);
        var writer = new StunWriter(destination, StunType.Indication, transaction);
        writer.Add(StunAttribute.Leaving, []);
        writer.AddIntegrity(localPassword);
        writer.AddFingerprint();
        return writer.Length;
    }

    /// <summary>Whether a message is one, of a server with that password.</summary>
    public static bool Is(in StunMessage message, ReadOnlySpan<byte> remotePassword) =>
        message is { Type: StunType.Indication, IsLeaving: true } && message.HasIntegrity(remotePassword);
}
