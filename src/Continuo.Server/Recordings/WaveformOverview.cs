using Continuo.Client.Contract.Recordings;
using Continuo.Server.Http;

namespace Continuo.Server.Recordings;

/// <summary>
/// Lowest and highest sample of equal parts of a signal of any length, in bounded memory: when all parts are used, two become one. One
/// thread writes; any thread may read.
/// </summary>
internal sealed class WaveformOverview
{
    private const int MaxParts = 4096;
    private const int FirstPartFrames = 240; // 5 ms at 48 kHz

    private readonly Lock _gate = new();
    private readonly float[] _low = new float[MaxParts];
    private readonly float[] _high = new float[MaxParts];
    private int _parts; // complete ones
    private long _partFrames = FirstPartFrames;
    private long _filled; // frames of the part that is not complete
    private float _lowest = float.MaxValue;
    private float _highest = float.MinValue;

    /// <summary>Restores an overview from <see cref="ToBytes"/>.</summary>
    public static WaveformOverview FromBytes(ReadOnlySpan<byte> bytes)
    {
        var overview = new WaveformOverview { _parts = Math.Min(bytes.Length / 2, MaxParts) };
        for (var i = 0; i < overview._parts; i++)
        {
            (overview._low[i], overview._high[i]) = ((sbyte)bytes[2 * i] / 127f, (sbyte)bytes[2 * i + 1] / 127f);
        }

        return overview;
    }

    /// <summary>Adds frames.</summary>
    /// <param name="samples">Frames × channels, interleaved.</param>
    /// <param name="channels">Samples per frame.</param>
    public void Process(ReadOnlySpan<float> samples, int channels)
    {
        lock (_gate)
        {
            while (samples.Length >= channels)
            {
                var frames = (int)Math.Min(samples.Length / channels, _partFrames - _filled);
                foreach (var sample in samples[..(frames * channels)])
                {
                    if (sample < _lowest) _lowest = sample;
                    if (sample > _highest) _highest = sample; // a NaN is neither
                }

                samples = samples[(frames * channels)..];
                _filled += frames;
                if (_filled == _partFrames) EndPart();
            }
        }
    }

    /// <summary>The overview in at most so many points, two decimals each.</summary>
    public IReadOnlyList<IReadOnlyList<float>> Points(int most)
    {
        lock (_gate)
        {
            var parts = _parts + (_filled > 0 && _parts < MaxParts ? 1 : 0);
            if (parts > _parts) (_low[_parts], _high[_parts]) = Current();
            var points = new IReadOnlyList<float>[Math.Min(most, parts)];
            for (var i = 0; i < points.Length; i++)
            {
                var (from, to) = ((int)((long)i * parts / points.Length), (int)((long)(i + 1) * parts / points.Length));
                points[i] = [MathF.Round(Lowest(_low.AsSpan(from, to - from)), 3), MathF.Round(Highest(_high.AsSpan(from, to - from)), 3)];
            }

            return points;
        }
    }

    /// <summary>As a waveform of the contract.</summary>
    public Waveform ToWaveform(int points, TimeSpan duration) => new(Points(points), Numbers.Seconds(duration));

    /// <summary>Two signed bytes for each part.</summary>
    public byte[] ToBytes()
    {
        var points = Points(MaxParts);
        var bytes = new byte[2 * points.Count];
        for (var i = 0; i < points.Count; i++) (bytes[2 * i], bytes[2 * i + 1]) = (ToByte(points[i][0]), ToByte(points[i][1]));
        return bytes;
    }

    private static float Lowest(ReadOnlySpan<float> parts)
    {
        var lowest = parts[0];
        foreach (var part in parts) lowest = Math.Min(lowest, part);
        return lowest;
    }

    private static float Highest(ReadOnlySpan<float> parts)
    {
        var highest = parts[0];
        foreach (var part in parts) highest = Math.Max(highest, part);
        return highest;
    }

    private static byte ToByte(float sample) => (byte)(sbyte)MathF.Round(Math.Clamp(sample, -1, 1) * 127);

    private (float Low, float High) Current() => _lowest > _highest ? (0, 0) : (_lowest, _highest);

    private void EndPart()
    {
        (_low[_parts], _high[_parts]) = Current();
        (_lowest, _highest, _filled) = (float.MaxValue, float.MinValue, 0);
        if (++_parts < MaxParts) return;
        for (var i = 0; i < MaxParts / 2; i++)
        {
            (_low[i], _high[i]) = (Math.Min(_low[2 * i], _low[2 * i + 1]), Math.Max(_high[2 * i], _high[2 * i + 1]));
        }

        _parts = MaxParts / 2;
        _partFrames *= 2;
    }
}
