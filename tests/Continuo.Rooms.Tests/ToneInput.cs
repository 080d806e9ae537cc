using Continuo.Audio;
using Continuo.Rtp.Packets;

namespace Continuo.Rooms.Tests;

/// <summary>A speaker that is a sine.</summary>
internal sealed class ToneInput(double hertz, double amplitude = 0.1, int channels = 1, int rate = 48_000) : ISpeakerInput
{
    private long _position;

    public AudioFormat Format { get; } = new(rate, channels);

    public PacketCodec? Codec => null;

    public bool WakesRoom { get; set; } = true;

    public bool IsIdle { get; set; }

    public long LastArrival { get; set; } = long.MaxValue / 2;

    public double Amplitude { get; set; } = amplitude;

    public SpeakerBlock Status { get; set; } = SpeakerBlock.Heard;

    public Exception? Throws { get; set; }

    public int Disposals { get; private set; }

    public SpeakerBlock Read(Span<float> samples)
    {
        if (Throws is { } fault) throw fault;
        for (var i = 0; i < samples.Length; i++) samples[i] = At(_position + i / channels, i % channels);
        _position += samples.Length / channels;
        return Status;
    }

    /// <summary>The sample at a frame; the right channel has half the level.</summary>
    public float At(long frame, int channel = 0) =>
        (float)(Amplitude / (1 + channel) * Math.Sin(2 * Math.PI * hertz * frame / rate));

    public bool TryGetPacket(out ReadOnlySpan<byte> packet)
    {
        packet = default;
        return false;
    }

    public void Connect(RoomWake wake)
    {
    }

    public void Dispose() => Disposals++;
}
