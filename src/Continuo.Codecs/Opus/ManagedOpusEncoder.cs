using Concentus;
using Continuo.Audio;
using Continuo.Codecs.Opus.Interop;
using Continuo.Diagnostics;

namespace Continuo.Codecs.Opus;

/// <summary>
/// Concentus with the control numbers of libopus, so that <see cref="OpusEncoder"/> has one logic for both. Not thread-safe.
/// </summary>
internal sealed class ManagedOpusEncoder
{
    private readonly IOpusEncoder _encoder;

    public ManagedOpusEncoder(AudioFormat format, OpusApplication application)
    {
        OpusCodecFactory.AttemptToUseNativeLibrary = false;
        _encoder = OpusCodecFactory.CreateEncoder(format.SampleRate, format.Channels, (Concentus.Enums.OpusApplication)(int)application);
    }

    public int LookAheadFrames => _encoder.Lookahead;

    /// <summary>Sets an integer parameter by its libopus control number.</summary>
    /// <returns>0.</returns>
    [RealTime]
    public int Set(int control, int value)
    {
        // managed Opus is not real-time-safe, which OpusCodec.Description says: it is for machines without libopus
#pragma warning disable CTN016, CTN017
        switch (control)
        {
            case OpusControls.SetBitRate: _encoder.Bitrate = value; break;
            case OpusControls.SetVariable: _encoder.UseVBR = value != 0; break;
            case OpusControls.SetConstrained: _encoder.UseConstrainedVBR = value != 0; break;
            case OpusControls.SetComplexity: _encoder.Complexity = value; break;
            case OpusControls.SetInBandFec: _encoder.UseInbandFEC = value != 0; break;
            case OpusControls.SetExpectedLoss: _encoder.PacketLossPercent = value; break;
            case OpusControls.SetDtx: _encoder.UseDTX = value != 0; break;
            case OpusControls.SetForceChannels: _encoder.ForceChannels = value; break;
            case OpusControls.SetSignal: _encoder.SignalType = (Concentus.Enums.OpusSignal)value; break;
        }
#pragma warning restore CTN016, CTN017
        return 0;
    }

    /// <returns>Length of the packet, or a negative error.</returns>
    [RealTime]
    public int Encode(ReadOnlySpan<float> samples, int frames, Span<byte> packet)
    {
#pragma warning disable CTN014, CTN016, CTN017 // as for Set
        try
        {
            return _encoder.Encode(samples, frames, packet, packet.Length);
        }
        catch (OpusException e)
        {
            return (int)e.OpusErrorCode < 0 ? (int)e.OpusErrorCode : -3; // OPUS_INTERNAL_ERROR
        }
#pragma warning restore CTN014, CTN016, CTN017
    }
}
