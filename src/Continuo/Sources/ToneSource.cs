using System.Globalization;
using Continuo.Audio;
using Continuo.Diagnostics;

namespace Continuo.Sources;

/// <summary>
/// A sine, the same on all channels, starting at phase 0. The phase is a 64-bit fraction of a cycle that wraps by overflow, a multiple of
/// the frame number: after 300 hours at 48 kHz the error is less than 10⁻⁷ cycles.
/// </summary>
internal sealed class ToneSource : GeneratorSource, ISeekableSource
{
    private readonly ulong _cyclesPerFrame; // in 2⁻⁶⁴ cycles
    private readonly double _amplitude;

    /// <summary>Creates a tone.</summary>
    /// <param name="format">Output format.</param>
    /// <param name="hertz">Frequency, up to half the sample rate.</param>
    /// <param name="levelDb">Peak level in dBFS.</param>
    /// <param name="duration">Duration; <see langword="null"/>: endless.</param>
    /// <exception cref="AudioException">
    /// <see cref="AudioErrorCode.InvalidArgument"/> if the frequency cannot be represented at the rate.
    /// </exception>
    public ToneSource(AudioFormat format, double hertz, double levelDb = GeneratorAddress.DefaultLevelDb, TimeSpan? duration = null)
        : base(format, duration, string.Create(CultureInfo.InvariantCulture, $"tone of {hertz} Hz"))
    {
        GeneratorAddress.CheckFrequency(hertz, format);
        _cyclesPerFrame = (ulong)Math.Round(hertz / format.SampleRate * 18446744073709551616.0);
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
        var phase = unchecked((ulong)position * _cyclesPerFrame);
        for (var i = 0; i < destination.Length; i += Format.Channels)
        {
            // The upper 53 bits fit exactly into a double.
            var sample = (float)(_amplitude * Math.Sin((phase >> 11) * (Math.Tau / 9007199254740992.0)));
            destination.Slice(i, Format.Channels).Fill(sample);
            unchecked { phase += _cyclesPerFrame; }
        }
    }
}
