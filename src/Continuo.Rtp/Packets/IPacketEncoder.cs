using Continuo.Audio;
using Continuo.Diagnostics;

namespace Continuo.Rtp.Packets;

/// <summary>
/// Turns fixed-size pieces of audio into payloads. One thread at a time; allocates nothing after construction; real-time-safe
/// apart from the time that the codec takes.
/// </summary>
public interface IPacketEncoder : IDisposable
{
    /// <summary>The format of what is encoded.</summary>
    [RealTime]
    AudioFormat Format { get; }

    /// <summary>How many frames each payload holds.</summary>
    [RealTime]
    int FramesPerPacket { get; }

    /// <summary>No payload is longer, in bytes.</summary>
    [RealTime]
    int MaxPayloadBytes { get; }

    /// <summary>By how many frames the decoded audio lags behind what was encoded (the codec's look-ahead).</summary>
    [RealTime]
    int LookAheadFrames { get; }

    /// <summary>Encodes one packet's worth of audio.</summary>
    /// <param name="samples"><see cref="FramesPerPacket"/> × channels, interleaved, −1…1.</param>
    /// <param name="payload">At least <see cref="MaxPayloadBytes"/> long.</param>
    /// <returns>The payload's length in bytes; 0 if nothing needs to be sent (discontinuous transmission).</returns>
    [RealTime]
    int Encode(ReadOnlySpan<float> samples, Span<byte> payload);
}
