using Continuo.Audio;
using Continuo.Codecs.Opus;
using Continuo.Diagnostics;
using Continuo.Dsp;
using Continuo.Mumble.Client;
using Continuo.Rtp.Packets;

namespace Continuo.Mumble.Speakers;

/// <summary>
/// Encodes audio as the voice of a client: 20 ms packets, ended by a last packet after half a second of silence, at a gap, and at the end.
/// The bit rate stays below what the server forwards. One thread; does not allocate per packet.
/// </summary>
internal sealed class TalkEncoder : IPacketWire, IDisposable
{
    private const float SilentPeak = 0.001f; // −60 dBFS
    private const double SilenceSeconds = 0.5;
    private const int PacketsPerSecond = 50;

    /// <summary>
    /// IP, UDP or TCP, encryption, and the voice packet's own header: what a server counts beside the Opus packet, at most.
    /// </summary>
    private const int OverheadBytes = 54;

    private static readonly byte[] Silence = OpusSilence.Packet(20, 1);

    private readonly OpusPreset _preset;
    private readonly OpusPacketEncoder _encoder;
    private readonly Packetizer _packetizer;
    private readonly AudioFormat _format;
    private readonly int _unitFrames;
    private int _bandwidth;
    private long _silentFrames;
    private long _skippedFrames;
    private long _nextUnit;
    private bool _isTalking;

    /// <summary>Creates an encoder.</summary>
    /// <exception cref="AudioException">Opus does not support the format, or libopus is not installed.</exception>
    public TalkEncoder(AudioFormat format, OpusPreset preset)
    {
        (_format, _preset, _unitFrames) = (format, preset, format.SampleRate / 100);
        _encoder = new OpusPacketEncoder(format, format.SampleRate / PacketsPerSecond, preset);
        _packetizer = new Packetizer(_encoder, this);
    }

    /// <summary>Who talks.</summary>
    public MumbleClient? Client { get; set; }

    /// <summary>Bits per second of the encoder.</summary>
    public int BitRate => _encoder.Settings.BitRate;

    /// <summary>The bit rate below which the server forwards everything.</summary>
    public static int BitRateWithin(int bandwidth, int wanted) => bandwidth <= 0
        ? wanted
        : Math.Clamp(bandwidth - PacketsPerSecond * OverheadBytes * 8, OpusSettings.MinBitRate, wanted);

    /// <summary>The longest Opus packet that stays below the bit rate which the server forwards. Real-time-safe.</summary>
    /// <param name="bandwidth">Bits per second; 0 if the server did not say.</param>
    /// <param name="units">Length of the packet in units of 10 ms.</param>
    [RealTime]
    public static int BytesWithin(int bandwidth, int units) => bandwidth <= 0 ? int.MaxValue : bandwidth / 800 * units - OverheadBytes;

    /// <summary>Adds audio, and sends what is complete.</summary>
    /// <param name="samples">Frames × channels, interleaved.</param>
    /// <param name="gapFrames">Missing frames before them.</param>
    public void Write(ReadOnlySpan<float> samples, long gapFrames)
    {
        var frames = samples.Length / _format.Channels;
        if (gapFrames > 0) EndTalk();
        if (!SilenceGate.IsSilent(samples, SilentPeak)) _silentFrames = 0;
        else _silentFrames += frames;
        if (_silentFrames > SilenceSeconds * _format.SampleRate || (_silentFrames > 0 && !_isTalking))
        {
            EndTalk();
            _skippedFrames += gapFrames + frames;
            return;
        }

        _packetizer.Write(samples, gapFrames: gapFrames + _skippedFrames);
        (_skippedFrames, _isTalking) = (0, true);
    }

    /// <summary>Sends the remaining audio and ends the talk.</summary>
    public void Finish()
    {
        if (!_isTalking) return;
        _packetizer.Finish();
        EndTalk();
    }

    /// <inheritdoc/>
    public void Dispose() => _encoder.Dispose();

    void IPacketWire.Send(in OutgoingPacket packet)
    {
        if (Client is not { } client) return;
        if (client.Connection is { } connection && connection.MaxBandwidth != _bandwidth) Adapt(connection.MaxBandwidth);
        var unit = packet.MediaTime / _unitFrames;
        client.Talk(unit, packet.Payload, isLast: false);
        _nextUnit = unit + 2;
    }

    private void EndTalk()
    {
        if (!_isTalking) return;
        _isTalking = false;
        Client?.Talk(_nextUnit, Silence, isLast: true);
    }

    private void Adapt(int bandwidth)
    {
        _bandwidth = bandwidth;
        _encoder.Settings = _encoder.Settings with { BitRate = BitRateWithin(bandwidth, _preset.Settings.BitRate) };
    }
}
