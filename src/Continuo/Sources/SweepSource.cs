using System.Globalization;
using Continuo.Audio;
using Continuo.Diagnostics;

namespace Continuo.Sources;

/// <summary>
/// An exponential sine sweep, the same on all channels: φ(t) = f₁·T/L·(e^(t·L/T) − 1) cycles with L = ln(f₂/f₁) (Farina, "Simultaneous
/// measurement of impulse response…", AES 2000).
/// </summary>
internal sealed class SweepSource : GeneratorSource, ISeekableSource
{
    private readonly double _from;
    private readonly double _growth; // L/T, per second
    private readonly double _amplitude;

    /// <summary>Creates a sweep.</summary>
    /// <param name="format">Output format.</param>
    /// <param name="fromHertz">Start frequency, up to half the sample rate.</param>
    /// <param name="toHertz">End frequency, up to half the sample rate.</param>
    /// <param name="duration">Duration.</param>
    /// <param name="levelDb">Peak level in dBFS.</param>
    /// <exception cref="AudioException">
    /// <see cref="AudioErrorCode.InvalidArgument"/> if a frequency cannot be represented at the rate, or the duration is not positive.
    /// </exception>
    public SweepSource(
        AudioFormat format,
        double fromHertz,
        double toHertz,
        TimeSpan duration,
        double levelDb = GeneratorAddress.DefaultLevelDb)
        : base(format, duration,
        string.Create(CultureInfo.InvariantCulture, $"sweep from {fromHertz} to {toHertz} Hz in {duration.TotalSeconds} s"))
    {
        GeneratorAddress.CheckFrequency(fromHertz, format);
        GeneratorAddress.CheckFrequency(toHertz, format);
        if (duration <= TimeSpan.Zero)
        {
            throw new AudioException(AudioErrorCode.InvalidArgument, "sweep:", "its duration is not positive",
                "Use a positive duration, for example seconds=10");
        }

        _from = fromHertz;
        _growth = Math.Log(toHertz / fromHertz) / duration.TotalSeconds;
        _amplitude = Decibels.ToGain(levelDb);
    }

    /// <inheritdoc/>
    public bool CanSeek => true;

    /// <inheritdoc/>
    public long Length => LengthOrEndless;

    /// <inheritdoc/>
    public void Seek(long frame) => MoveTo(frame);

    [RealTime]
    internal override void Generate(Span<float> destination, long position)
    {
        for (var i = 0; i < destination.Length; i += Format.Channels, position++)
        {
            var seconds = (double)position / Format.SampleRate;
            var cycles = _growth == 0 ? _from * seconds : _from * (Math.Exp(seconds * _growth) - 1) / _growth;
            destination.Slice(i, Format.Channels).Fill((float)(_amplitude * Math.Sin(Math.Tau * (cycles - Math.Floor(cycles)))));
        }
    }
}
