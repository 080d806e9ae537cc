using Continuo.Audio;
using Continuo.Rooms;
using Continuo.Rtp.Packets;

namespace Continuo.Cluster.Tests.Spanning;

/// <summary>A speaker with a signal of its own, begun after a number of silent blocks: two tones that come and go, and noise.</summary>
internal sealed class VoiceInput(int seed, int delayTicks = 0, int channels = 1) : ISpeakerInput
{
    private const int QuietTicks = 4; // before the first sound, so that no speaker begins in the middle of one

    private readonly Random _random = new(seed);
    private int _wait = delayTicks + QuietTicks;
    private long _position;

    public AudioFormat Format { get; } = new(48_000, channels);

    public PacketCodec? Codec => null;

    public bool WakesRoom => false;

    public bool IsIdle => false;

    public long LastArrival => 0;

    public bool IsSilent { get; set; }

    public SpeakerBlock Read(Span<float> samples)
    {
        if (_wait > 0 || IsSilent)
        {
            _wait--;
            samples.Clear();
            return SpeakerBlock.Silent;
        }

        for (var i = 0; i < samples.Length; i++)
        {
            var time = (_position + i / channels) / 48_000.0;
            var swell = 0.5 - 0.5 * Math.Cos(2 * Math.PI * (0.7 + 0.1 * seed) * time);
            samples[i] = (float)(0.1 * swell * Math.Sin(2 * Math.PI * (180 + 37 * seed) * time + i % channels)
                + 0.01 * (_random.NextDouble() - 0.5));
        }

        _position += samples.Length / channels;
        return SpeakerBlock.Heard;
    }

    public bool TryGetPacket(out ReadOnlySpan<byte> packet)
    {
        packet = default;
        return false;
    }

    public void Connect(RoomWake wake)
    {
    }

    public void Dispose()
    {
    }
}
