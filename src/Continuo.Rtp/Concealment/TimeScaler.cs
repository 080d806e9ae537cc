using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Dsp;

namespace Continuo.Rtp.Concealment;

/// <summary>
/// Shortens and stretches audio without a change of pitch: it leaves out, or repeats, as much as brings the audio to where it is most
/// like itself, and fades over. One thread; real-time-safe.
/// </summary>
/// <remarks>
/// WSOLA (Verhelst and Roelands, 1993), one splice at a time. Likeness is the normalised correlation of the 10 ms around the splice;
/// lags of 2.5…15 ms hold a period of any voice above 67 Hz. The search goes over every third frame (at 48 kHz), then over each
/// around the best.
/// </remarks>
internal sealed class TimeScaler
{
    private const float LoudnessFall = 0.995f;
    private const float QuietShare = 0.01f;
    private const float SilentPower = 1e-6f;
    private readonly int _channels;
    private readonly int _before;
    private readonly int _stride;
    private float _loudness;

    public TimeScaler(AudioFormat format)
    {
        _channels = format.Channels;
        MinLag = Math.Max(1, format.SampleRate / 400);
        MaxLag = format.SampleRate * 3 / 200;
        Overlap = Math.Max(1, format.SampleRate / 200);
        _before = Overlap;
        _stride = Math.Max(1, format.SampleRate / 16_000);
        History = MaxLag + _before;
    }

    /// <summary>The least change, in frames.</summary>
    public int MinLag { get; }

    /// <summary>The greatest change, in frames.</summary>
    public int MaxLag { get; }

    /// <summary>How many frames a fade takes; a stretch by less takes as many as it is long.</summary>
    public int Overlap { get; }

    /// <summary>How many frames that were heard it looks at.</summary>
    public int History { get; }

    /// <summary>Whether the last change was made where it is quiet, and so cannot be heard.</summary>
    [RealTime]
    public bool WasQuiet { get; private set; }

    /// <summary>How many frames must be ready for a shortening by so many.</summary>
    [RealTime]
    public int FramesToShorten(int lag) => lag + Overlap;

    /// <summary>Learns how loud the audio is.</summary>
    [RealTime]
    public void Hear(ReadOnlySpan<float> samples)
    {
        if (samples.IsEmpty) return;
        _loudness = Math.Max(_loudness * LoudnessFall, Correlation.Dot(samples, samples) / samples.Length);
    }

    /// <summary>Leaves out up to <paramref name="maxLag"/> frames at the front. Gives how many; 0 if no place is alike enough.</summary>
    [RealTime]
    public int Shorten(PlayoutLine line, int maxLag, float leastLikeness)
    {
        var most = Math.Min(Math.Min(maxLag, MaxLag), Math.Min(line.Count, line.First.Frames) - Overlap);
        if (most < MinLag || !line.First.IsPlain) return 0;
        var lag = Find(line.View(History), 1, most, Overlap, leastLikeness);
        if (lag > 0) line.Splice(lag, Overlap);
        return lag;
    }

    /// <summary>Repeats up to <paramref name="maxLag"/> frames at the front. Gives how many; 0 if no place is alike enough.</summary>
    [RealTime]
    public int Stretch(PlayoutLine line, int maxLag, float leastLikeness)
    {
        var most = Math.Min(maxLag, MaxLag);
        var overlap = Math.Min(Overlap, MinLag);
        if (most < MinLag || !line.First.IsPlain || line.First.Frames < overlap) return 0;
        var lag = Find(line.View(History), -1, most, overlap, leastLikeness);
        if (lag > 0) line.Splice(-lag, overlap);
        return lag;
    }

    /// <summary>The lag of the greatest likeness, if it suffices; any is good where it is quiet.</summary>
    [RealTime]
    private int Find(ReadOnlySpan<float> view, int direction, int most, int after, float leastLikeness)
    {
        var start = (History - _before) * _channels;
        var length = (_before + after) * _channels;
        WasQuiet = IsQuiet(view, start, length, direction * most);
        return WasQuiet ? most : PeriodFinder.Find(view, start, length, direction * _channels, MinLag, most, _stride, leastLikeness);
    }

    /// <summary>Whether all that a change touches is: where it begins, where it ends, and what lies between.</summary>
    [RealTime]
    private bool IsQuiet(ReadOnlySpan<float> view, int start, int length, int lag)
    {
        var touched = view.Slice(start + Math.Min(lag, 0) * _channels, length + Math.Abs(lag) * _channels);
        return Correlation.Dot(touched, touched) / length < Math.Max(SilentPower, _loudness * QuietShare);
    }
}
