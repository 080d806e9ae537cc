using Continuo.Audio;
using Continuo.Diagnostics;

namespace Continuo.Rtp.Packets;

/// <summary>
/// Encodes fixed-size blocks of audio as payloads. One thread at a time; does not allocate after construction; real-time-safe
/// apart from the codec's processing time.
/// </summary>
public interface IPacketEncoder : IDisposable
{
    /// <summary>Format of the audio to encode.</summary>
    [RealTime]
    AudioFormat Format { get; }

    /// <summary>Number of frames in each payload.</summary>
    [RealTime]
    int FramesPerPacket { get; }

    /// <summary>Maximum payload length in bytes.</summary>
    [RealTime]
    int MaxPayloadBytes { get; }

    /// <summary>Delay of the decoded audio in frames (the codec's look-ahead).</summary>
    [RealTime]
    int LookAheadFrames { get; }

    /// <summary>Encodes one packet.</summary>
    /// <param name="samples"><see cref="FramesPerPacket"/> × channels, interleaved, −1…1.</param>
    /// <param name="payload">At least <see cref="MaxPayloadBytes"/> long.</param>
    /// <returns>The payload's length in bytes; 0 if nothing needs to be sent (discontinuous transmission).</returns>
    [RealTime]
    int Encode(ReadOnlySpan<float> samples, Span<byte> payload);
}
