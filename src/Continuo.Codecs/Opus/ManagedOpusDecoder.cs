using Concentus;
using Continuo.Audio;
using Continuo.Diagnostics;

namespace Continuo.Codecs.Opus;

/// <summary>Concentus behind the interface that <see cref="OpusDecoder"/> needs. Not thread-safe.</summary>
internal sealed class ManagedOpusDecoder
{
    private readonly IOpusDecoder _decoder;

    public ManagedOpusDecoder(AudioFormat format)
    {
        OpusCodecFactory.AttemptToUseNativeLibrary = false;
        _decoder = OpusCodecFactory.CreateDecoder(format.SampleRate, format.Channels);
    }

    /// <returns>Number of frames written; −1 if the packet is malformed.</returns>
    [RealTime]
    public int Decode(ReadOnlySpan<byte> packet, Span<float> samples, int frames, bool previous)
    {
        // managed Opus is not real-time-safe, which OpusCodec.Description says: it is for machines without libopus
#pragma warning disable CTN014, CTN016, CTN017
        try
        {
            return _decoder.Decode(packet, samples, frames, previous);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return -1; // Concentus throws on malformed packets, which come from outside
        }
#pragma warning restore CTN014, CTN016, CTN017
    }

    [RealTime]
    public void Reset()
    {
#pragma warning disable CTN016, CTN017 // as for Decode
        _decoder.ResetState();
#pragma warning restore CTN016, CTN017
    }
}
