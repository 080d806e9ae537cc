using Continuo.Audio;
using Continuo.Diagnostics;

namespace Continuo.Rtp.Packets;

/// <summary>
/// Decodes payloads and conceals missing ones. One thread at a time; does not allocate after construction. Malformed payloads
/// are reported by the return value: no member throws, or accesses memory outside the spans.
/// </summary>
public interface IPacketDecoder : IDisposable
{
    /// <summary>Format of the decoded audio.</summary>
    [RealTime]
    AudioFormat Format { get; }

    /// <summary>Maximum number of frames in a payload.</summary>
    [RealTime]
    int MaxFrames { get; }

    /// <summary>Returns the number of frames in a payload without decoding it; −1 if it is malformed.</summary>
    [RealTime]
    int FramesOf(ReadOnlySpan<byte> payload);

    /// <summary>Decodes a payload.</summary>
    /// <param name="payload">A complete payload.</param>
    /// <param name="samples">Room for <see cref="MaxFrames"/> × channels, interleaved.</param>
    /// <returns>The number of frames written; −1 if the payload is malformed (the decoder stays usable).</returns>
    [RealTime]
    int Decode(ReadOnlySpan<byte> payload, Span<float> samples);

    /// <summary>Whether the payload contains in-band forward error correction for the previous packet.</summary>
    [RealTime]
    bool CarriesPrevious(ReadOnlySpan<byte> payload);

    /// <summary>
    /// Decodes the copy of the previous packet in <paramref name="payload"/>. Call it before decoding the payload itself.
    /// </summary>
    /// <param name="payload">The packet after the missing one.</param>
    /// <param name="samples">Buffer for the missing frames × channels.</param>
    /// <returns>The number of frames written; −1 if there is no copy or it is malformed.</returns>
    [RealTime]
    int DecodePrevious(ReadOnlySpan<byte> payload, Span<float> samples);

    /// <summary>Conceals a missing packet, using the audio decoded before.</summary>
    /// <param name="samples">Frames × channels; filled completely.</param>
    [RealTime]
    void Conceal(Span<float> samples);

    /// <summary>Resets the decoder, for the start of another stream.</summary>
    [RealTime]
    void Reset();
}
