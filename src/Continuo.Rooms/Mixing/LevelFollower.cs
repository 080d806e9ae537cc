using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Metering;

namespace Continuo.Rooms.Mixing;

/// <summary>
/// Brings a speaker to a target loudness: follows the short-term loudness (3 s, EBU Tech 3341) at 5 dB/s while the speaker speaks, within
/// ±12 dB. For the tick; real-time-safe apart from the constructor.
/// </summary>
internal sealed class LevelFollower(AudioFormat format, double targetLufs, double blocksPerSecond)
{
    private const double MaxDb = 12;
    private const double SlewDbPerSecond = 5;
    private const double LeastLufs = -60; // quieter is background noise, which must not be raised

    private readonly LoudnessMeter _meter = new(format);
    private readonly double _step = SlewDbPerSecond / blocksPerSecond;

    /// <summary>Applied gain in dB.</summary>
    [RealTime]
    public double GainDb { get; private set; }

    /// <summary>Measures a block before the gain.</summary>
    [RealTime]
    public void Take(ReadOnlySpan<float> samples, bool isSpeaking)
    {
        _meter.Process(samples);
        var loudness = _meter.ShortTerm;
        if (!isSpeaking || !(loudness > LeastLufs)) return;
        var wanted = Math.Clamp(targetLufs - loudness, -MaxDb, MaxDb);
        GainDb += Math.Clamp(wanted - GainDb, -_step, _step);
    }
}
