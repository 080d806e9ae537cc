using System.Diagnostics;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Simulation.Clocks;

namespace Continuo.Simulation.Drift;

/// <summary>
/// Sends a tone and a ramp through a <see cref="RateMatcher"/> between two clocks in virtual time, and measures the output: purity of the
/// tone, timing of the ramp. Deterministic. Not thread-safe.
/// </summary>
internal sealed class DriftRun
{
    private const int Channels = 2;
    private const double LockedMs = 1;
    private readonly DriftScenario _scenario;
    private readonly TwoClockWorld _world;
    private readonly RateMatcher _matcher;
    private readonly ToneMeter _tone;
    private readonly PlaceMeter _place;
    private readonly float[] _written;
    private readonly float[] _read;
    private readonly Random _jitter = new(1);
    private long _begin = -1; // world time of the first frame heard since the last break
    private long _firstHeard = -1;
    private long _lastOff = -1; // when the delay was last off its target
    private long _quietAt = -1;
    private double _lockMs;
    private double _worstMs;
    private long _matcherTicks;

    private DriftRun(DriftScenario scenario, RateMatcherOptions? options)
    {
        _scenario = scenario;
        _world = new TwoClockWorld(scenario.Writer, scenario.Reader);
        _matcher = new RateMatcher(new AudioFormat(scenario.SampleRate, Channels), options);
        _tone = new ToneMeter(scenario.SampleRate, scenario.ToneHertz * (1 + (scenario.Writer.PpmAt(0) - scenario.Reader.PpmAt(0)) * 1e-6));
        _place = new PlaceMeter(scenario.SampleRate);
        _written = new float[scenario.WriteFrames * Channels];
        _read = new float[scenario.ReadFrames * Channels];
    }

    /// <summary>Runs a scenario.</summary>
    /// <param name="scenario">The scenario.</param>
    /// <param name="options">Options of the matcher; <see langword="null"/> for the defaults.</param>
    /// <param name="progress">Receives the completed share, about a hundred times; may be <see langword="null"/>.</param>
    public static DriftReport Run(DriftScenario scenario, RateMatcherOptions? options = null, Action<double>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        return new DriftRun(scenario, options).Run(progress);
    }

    private DriftReport Run(Action<double>? progress)
    {
        const int Parts = 100;
        for (var part = 0; part < Parts; part++)
        {
            _world.Run(
                _scenario.Duration / Parts,
                _scenario.WriteFrames * 1e9 / _scenario.SampleRate,
                Write,
                _scenario.ReadFrames * 1e9 / _scenario.SampleRate,
                Read);
            progress?.Invoke((part + 1.0) / Parts);
        }

        CloseLock();
        return new DriftReport
        {
            Name = _scenario.Name,
            TargetMs = _matcher.TargetFrames * 1000 / _scenario.SampleRate,
            LockMs = _lockMs,
            WorstDelayErrorMs = _worstMs,
            WorstThdNoiseDb = _tone.WorstDb,
            MeanThdNoiseDb = _tone.MeanDb,
            WorstShortNoiseDb = _tone.WorstShortDb,
            MeasuredSeconds = _tone.Seconds,
            QuietSeconds = _quietAt < 0 ? -1 : (_quietAt - _firstHeard) * 1e-9,
            BadSteps = _place.BadSteps,
            DriftPpm = _matcher.DriftPpm,
            Statistics = _matcher.Statistics,
            TimesRealTime = _scenario.Duration.TotalSeconds / (_matcherTicks / (double)Stopwatch.Frequency),
        };
    }

    /// <summary>A block is written when its last frame has been captured.</summary>
    private void Write(long number)
    {
        var now = _world.World.Now;
        var first = (number - 1) * _scenario.WriteFrames;
        if (number == 0 || _scenario.DropOuts.Any(d => now >= d.From.Ticks * 100 && now < d.To.Ticks * 100)) return;
        for (var i = 0; i < _scenario.WriteFrames; i++)
        {
            // Whole turns are removed first: the sine of a large number is only as exact as its argument.
            var turns = (first + i) * (_scenario.ToneHertz / _scenario.SampleRate);
            _written[2 * i] = (float)(0.5 * Math.Sin(2 * Math.PI * (turns - Math.Floor(turns))));
            _written[2 * i + 1] = PlaceMeter.ValueOf(first + i, _scenario.SampleRate);
        }

        var captured = CapturedAt(first) + Lateness();
        var start = Stopwatch.GetTimestamp();
        _matcher.Write(_written, captured, Math.Max(now, captured));
        _matcherTicks += Stopwatch.GetTimestamp() - start;
    }

    private void Read(long number)
    {
        var now = _world.World.Now;
        var time = now + Lateness();
        var start = Stopwatch.GetTimestamp();
        var frames = _matcher.Read(_read, time);
        _matcherTicks += Stopwatch.GetTimestamp() - start;
        if (frames > 0) Hear(now, _read.AsSpan(0, frames * Channels));
        if (frames == _scenario.ReadFrames) return;
        CloseLock();
        _begin = -1;
        _tone.Break();
        _place.Break();
    }

    private void Hear(long now, ReadOnlySpan<float> samples)
    {
        if (_begin < 0) (_begin, _lastOff) = (now, now);
        if (_firstHeard < 0) _firstHeard = now;
        if (_quietAt < 0 && _matcher.Stage == ServoStage.Quiet) _quietAt = now;
        _place.Take(samples, 1, Channels);

        // The servo has ten seconds from the start or a break to reach quiet.
        if (now - _begin > 10_000_000_000) _tone.Take(samples, Channels);

        var target = _matcher.TargetFrames * 1e9 / _scenario.SampleRate;
        var expected = (_scenario.Writer.LocalAt(now - (long)target) - _scenario.Writer.LocalAt(0)) * 1e-9 * _scenario.SampleRate;
        var place = _place.PlaceOf(samples[1], expected);
        if (double.IsNaN(place)) return;
        var errorMs = (now - target - CapturedAt(place)) * 1e-6;
        if (Math.Abs(errorMs) > LockedMs) _lastOff = now;
        if (now - _begin > 1_000_000_000) _worstMs = Math.Max(_worstMs, Math.Abs(errorMs));
    }

    /// <summary>World time at which a frame was captured.</summary>
    private long CapturedAt(double frame) =>
        _scenario.Writer.WorldAt(_scenario.Writer.LocalAt(0) + (long)Math.Round(frame * 1e9 / _scenario.SampleRate));

    private long Lateness() =>
        _scenario.Jitter == TimeSpan.Zero ? 0 : (long)(-Math.Log(1 - _jitter.NextDouble()) * _scenario.Jitter.TotalNanoseconds);

    private void CloseLock()
    {
        if (_begin >= 0) _lockMs = Math.Max(_lockMs, (_lastOff - _begin) * 1e-6);
    }
}
