using Continuo.Audio;
using Continuo.Diagnostics;

namespace Continuo.Rtp.Packets;

/// <summary>
/// Turns payloads into audio, and makes up for those that are missing. One thread at a time; allocates nothing after construction;
/// payloads come from outside: whatever they hold, nothing is thrown and nothing is read or written beyond the spans.
/// </summary>
public interface IPacketDecoder : IDisposable
{
    /// <summary>The format of what is decoded.</summary>
    [RealTime]
    AudioFormat Format { get; }

    /// <summary>No payload holds more frames.</summary>
    [RealTime]
    int MaxFrames { get; }

    /// <summary>How many frames a payload holds, without decoding it; −1 if it is malformed.</summary>
    [RealTime]
    int FramesOf(ReadOnlySpan<byte> payload);

    /// <summary>Decodes a payload.</summary>
    /// <param name="payload">One whole payload.</param>
    /// <param name="samples">Room for <see cref="MaxFrames"/> × channels, interleaved.</param>
    /// <returns>The number of frames written; −1 if the payload is malformed (the decoder stays usable).</returns>
    [RealTime]
    int Decode(ReadOnlySpan<byte> payload, Span<float> samples);

    /// <summary>Whether the payload also carries a coarser copy of the one before it (in-band forward error correction).</summary>
    [RealTime]
    bool CarriesPrevious(ReadOnlySpan<byte> payload);

    /// <summary>Decodes the copy of the previous packet that <paramref name="payload"/> carries, before that payload itself is decoded.</summary>
    /// <param name="payload">The packet after the missing one.</param>
    /// <param name="samples">As many frames × channels as are missing.</param>
    /// <returns>The number of frames written; −1 if there is no copy or it is malformed.</returns>
    [RealTime]
    int DecodePrevious(ReadOnlySpan<byte> payload, Span<float> samples);

    /// <summary>Makes up audio for a missing packet, from what was decoded before.</summary>
    /// <param name="samples">Frames × channels, all of which are written.</param>
    [RealTime]
    void Conceal(Span<float> samples);

    /// <summary>Forgets all that was decoded, as at the start of another stream.</summary>
    [RealTime]
    void Reset();
}
