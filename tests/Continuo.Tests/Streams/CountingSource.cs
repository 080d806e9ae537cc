using Continuo.Audio;
using Continuo.Sources;

namespace Continuo.Tests.Streams;

/// <summary>A source of free pace whose sample at frame n, channel c is n·2+c (modulo 2²³, so that floats hold it exactly).</summary>
internal sealed class CountingSource(long frames = long.MaxValue, int block = int.MaxValue) : IAudioSource
{
    private long _position;
    private volatile bool _interrupted;

    public AudioFormat Format => new(48_000, 2);

    public SourcePace Pace => SourcePace.Free;

    public string Description => "a counter";

    public static float Sample(long frame, int channel) => (frame * 2 + channel) & 0x7F_FFFF;

    public void Open() => _interrupted = false;

    public SourceRead Read(Span<float> destination, TimeSpan timeout)
    {
        var count = (int)Math.Min(Math.Min(destination.Length / 2, block), frames - _position);
        if (count == 0 || _interrupted) return SourceRead.End;
        for (var i = 0; i < count; i++)
        {
            destination[2 * i] = Sample(_position + i, 0);
            destination[2 * i + 1] = Sample(_position + i, 1);
        }

        _position += count;
        return SourceRead.Data(count);
    }

    public void Interrupt() => _interrupted = true;

    public void Dispose()
    {
    }
}
