using Continuo.Audio;
using Continuo.Metering;
using Continuo.Server.Http;

namespace Continuo.Server.Recordings;

/// <summary>
/// What the list of recordings shows of a signal: its overview, peak and loudness. One thread writes; any thread may read.
/// </summary>
internal sealed class SignalSummary
{
    private readonly AudioFormat _format;
    private readonly AudioMeter _meter;
    private long _frames;

    public SignalSummary(AudioFormat format)
    {
        _format = format;
        _meter = new AudioMeter(format, MeterParts.Levels | MeterParts.Loudness);
    }

    public WaveformOverview Overview { get; } = new();

    /// <summary>How much has been written.</summary>
    public TimeSpan Duration => _format.ToTime(Volatile.Read(ref _frames));

    /// <summary>Highest sample in dBFS; <see langword="null"/> for silence.</summary>
    public double? PeakDb => Numbers.Db(Enumerable.Range(0, _format.Channels).Max(c => Decibels.FromGain(_meter.Levels!.MaxPeak(c))));

    /// <summary>Integrated loudness; <see langword="null"/> for silence.</summary>
    public double? LoudnessLufs => Numbers.Db(_meter.Loudness!.Integrated);

    /// <summary>Adds frames × channels, interleaved.</summary>
    public void Process(ReadOnlySpan<float> samples)
    {
        Overview.Process(samples, _format.Channels);
        _meter.Process(samples);
        Volatile.Write(ref _frames, _frames + samples.Length / _format.Channels);
    }
}
