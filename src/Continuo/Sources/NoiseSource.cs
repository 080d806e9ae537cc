using Continuo.Audio;
using Continuo.Diagnostics;

namespace Continuo.Sources;

/// <summary>Noise, independent on each channel, reproducible for a seed.</summary>
internal sealed class NoiseSource : GeneratorSource
{
    private readonly uint _seed;
    private readonly PinkFilter[] _filters; // one per channel; none for white noise
    private readonly double _scale;
    private ulong _state;

    /// <summary>Creates noise.</summary>
    /// <param name="format">Output format.</param>
    /// <param name="colour">Spectrum.</param>
    /// <param name="levelDb">RMS level of each channel in dBFS. Peaks are up to 5 dB (white) or about 14 dB (pink) higher.</param>
    /// <param name="duration">Duration; <see langword="null"/>: endless.</param>
    /// <param name="seed">Random seed.</param>
    public NoiseSource(
        AudioFormat format,
        NoiseColour colour,
        double levelDb = GeneratorAddress.DefaultLevelDb,
        TimeSpan? duration = null,
        uint seed = 1)
        : base(format, duration, colour == NoiseColour.Pink ? "pink noise" : "white noise")
    {
        _seed = seed;
        _filters = colour == NoiseColour.Pink
            ? [.. Enumerable.Range(0, format.Channels).Select(_ => new PinkFilter(format.SampleRate))]
            : [];

        // A uniform distribution over −1…1 has a mean square of 1/3.
        _scale = Decibels.ToGain(levelDb) * Math.Sqrt(3) / (_filters.Length > 0 ? _filters[0].NoiseGain : 1);
        Restart();
    }

    private protected override void Restart()
    {
        _state = (ulong)_seed << 32 | 0x2545F491u;
        foreach (var filter in _filters) filter.Reset();
    }

    [RealTime]
    internal override void Generate(Span<float> destination, long position)
    {
        var channels = Format.Channels;
        for (var i = 0; i < destination.Length; i++)
        {
            var white = NextUniform();
            destination[i] = (float)(_scale * (_filters.Length > 0 ? _filters[i % channels].Next(white) : white));
        }
    }

    [RealTime]
    private double NextUniform()
    {
        // Marsaglia's xorshift with a multiplied output (Vigna, "xorshift*", 2016): −1…1.
        _state ^= _state >> 12;
        _state ^= _state << 25;
        _state ^= _state >> 27;
        return (long)unchecked(_state * 0x2545F4914F6CDD1D) * (1.0 / 9223372036854775808.0);
    }
}
