using Continuo.Diagnostics;

namespace Continuo.Mumble.Voice;

/// <summary>
/// Layout of the packets on UDP and in the tunnel; it follows from the versions of both sides. Packets come from outside: reading never
/// throws, whatever they hold. Stateless.
/// </summary>
internal interface IVoiceLayout
{
    /// <summary>Longest packet, beyond which peers refuse it.</summary>
    const int MaxBytes = 1024;

    /// <summary>Reads a voice packet from the server, or to it.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="hasSession">Whether it comes from the server.</param>
    /// <param name="voice">Its content.</param>
    /// <returns><see langword="false"/> if it is malformed, or not Opus.</returns>
    bool TryRead(ReadOnlySpan<byte> packet, bool hasSession, out VoicePacket voice);

    /// <summary>Writes a voice packet; returns its length.</summary>
    /// <param name="destination">At least <see cref="MaxBytes"/> long.</param>
    /// <param name="voice">Its content; at most <see cref="MaxBytes"/> − 32 bytes of Opus.</param>
    /// <param name="hasSession">Whether it comes from a server.</param>
    [RealTime]
    int Write(Span<byte> destination, in VoicePacket voice, bool hasSession);

    /// <summary>Reads a ping or its echo.</summary>
    bool TryReadPing(ReadOnlySpan<byte> packet, out ulong timestamp);

    /// <summary>Writes a ping; returns its length.</summary>
    int WritePing(Span<byte> destination, ulong timestamp);
}
