using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Dsp;

namespace Continuo.Rtp.Packets;

/// <summary>
/// Conceals missing audio by repeating the last period of the waveform, as in G.711 Appendix I, with a fade to silence within 60 ms; the
/// audio that follows is faded in. Not thread-safe; does not allocate after construction; real-time-safe.
/// </summary>
internal sealed class WaveformConcealer
{
    private const double LongestPeriod = 0.015; // 66 Hz
    private const double ShortestPeriod = 0.0025; // 400 Hz; of a higher tone several periods are found as one
    private const double Window = 0.010;
    private const double FullTime = 0.010; // duration at full level
    private const double FadeTime = 0.050;
    private const double SeamTime = 0.0025;

    private readonly int _channels;
    private readonly float[] _past; // interleaved, newest last
    private readonly float[] _mono;
    private readonly float[] _made;
    private readonly int _pastFrames;
    private readonly (int Shortest, int Longest, int Window, int Full, int Fade, int Seam) _frames;
    private readonly int _stride;

    private bool _isConcealing;
    private int _period;
    private int _position;

    public WaveformConcealer(AudioFormat format)
    {
        int Frames(double seconds) => Math.Max(1, (int)(seconds * format.SampleRate));
        _channels = format.Channels;
        _frames = (Frames(ShortestPeriod), Frames(LongestPeriod), Frames(Window), Frames(FullTime), Frames(FadeTime), Frames(SeamTime));
        _pastFrames = _frames.Longest + _frames.Window + 1;
        _past = new float[_pastFrames * _channels];
        _mono = new float[_pastFrames];
        _made = new float[_frames.Seam * _channels];
        _stride = Math.Max(1, format.SampleRate / 8_000);
    }

    /// <summary>Adds decoded audio to the history; after concealment, its first 2.5 ms are cross-faded.</summary>
    [RealTime]
    public void Hear(Span<float> samples)
    {
        if (_isConcealing)
        {
            var seam = Math.Min(_made.Length, samples.Length);
            Make(_made.AsSpan(0, seam));
            Fade.From(_made.AsSpan(0, seam), samples[..seam], _channels);
            _isConcealing = false;
        }

        if (samples.Length >= _past.Length)
        {
            samples[^_past.Length..].CopyTo(_past);
            return;
        }

        _past.AsSpan(samples.Length).CopyTo(_past);
        samples.CopyTo(_past.AsSpan(_past.Length - samples.Length));
    }

    /// <summary>Writes concealed frames.</summary>
    [RealTime]
    public void Conceal(Span<float> samples)
    {
        if (!_isConcealing)
        {
            _isConcealing = true;
            _position = 0;
            _period = FindPeriod();
        }

        Make(samples);
    }

    /// <summary>Clears the history.</summary>
    [RealTime]
    public void Reset()
    {
        _isConcealing = false;
        Array.Clear(_past);
    }

    [RealTime]
    private void Make(Span<float> samples)
    {
        var cycle = (_pastFrames - _period) * _channels;
        for (var i = 0; i < samples.Length; i += _channels, _position++)
        {
            var gain = Math.Clamp(1 - ((_position - _frames.Full) / (float)_frames.Fade), 0, 1);
            var phase = _position % _period;

            // Where the period restarts, its first samples are shifted to continue the last ones without a step.
            var lift = Math.Max(0, 1 - (phase / (float)Math.Min(_frames.Seam, _period)));
            for (var channel = 0; channel < _channels; channel++)
            {
                var step = _past[_past.Length - _channels + channel] - _past[cycle - _channels + channel];
                samples[i + channel] = gain * (_past[cycle + (phase * _channels) + channel] + (lift * step));
            }
        }

        _position = Math.Min(_position, _frames.Full + _frames.Fade + _period); // silent from here on
    }

    /// <summary>The lag at which the last 10 ms are most similar to earlier audio.</summary>
    [RealTime]
    private int FindPeriod()
    {
        for (var i = 0; i < _pastFrames; i++)
        {
            var sum = 0f;
            for (var channel = 0; channel < _channels; channel++) sum += _past[(i * _channels) + channel];
            _mono[i] = sum;
        }

        var period = PeriodFinder.Find(
            _mono, _pastFrames - _frames.Window, _frames.Window, step: -1, _frames.Shortest, _frames.Longest, _stride,
                least: float.NegativeInfinity);
        return period > 0 ? period : _frames.Shortest;
    }
}
