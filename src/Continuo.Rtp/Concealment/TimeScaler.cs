using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Dsp;

namespace Continuo.Rtp.Concealment;

/// <summary>
/// Shortens and stretches audio without changing its pitch: removes or repeats audio up to the place where it is most similar to itself,
/// with a cross-fade. Not thread-safe; real-time-safe.
/// </summary>
/// <remarks>
/// WSOLA (Verhelst and Roelands, 1993), one splice at a time. Similarity is the normalised correlation of the 10 ms around the splice; lags
/// of 2.5…15 ms contain a period of any voice above 67 Hz. The search tests every third frame (at 48 kHz), then each frame around the best.
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

    /// <summary>Minimum change, in frames.</summary>
    public int MinLag { get; }

    /// <summary>Maximum change, in frames.</summary>
    public int MaxLag { get; }

    /// <summary>Length of a cross-fade in frames; a shorter stretch uses its own length.</summary>
    public int Overlap { get; }

    /// <summary>Number of played frames that it examines.</summary>
    public int History { get; }

    /// <summary>Whether the last change was made in quiet audio, and is therefore inaudible.</summary>
    [RealTime]
    public bool WasQuiet { get; private set; }

    /// <summary>Number of decoded frames needed to shorten by <paramref name="lag"/> frames.</summary>
    [RealTime]
    public int FramesToShorten(int lag) => lag + Overlap;

    /// <summary>Updates the loudness of the audio.</summary>
    [RealTime]
    public void Hear(ReadOnlySpan<float> samples)
    {
        if (samples.IsEmpty) return;
        _loudness = Math.Max(_loudness * LoudnessFall, Correlation.Dot(samples, samples) / samples.Length);
    }

    /// <summary>
    /// Removes up to <paramref name="maxLag"/> frames at the front. Returns their number; 0 if no place is similar enough.
    /// </summary>
    [RealTime]
    public int Shorten(PlayoutLine line, int maxLag, float leastLikeness)
    {
        var most = Math.Min(Math.Min(maxLag, MaxLag), Math.Min(line.Count, line.First.Frames) - Overlap);
        if (most < MinLag || !line.First.IsPlain) return 0;
        var lag = Find(line.View(History), 1, most, Overlap, leastLikeness);
        if (lag > 0) line.Splice(lag, Overlap);
        return lag;
    }

    /// <summary>
    /// Repeats up to <paramref name="maxLag"/> frames at the front. Returns their number; 0 if no place is similar enough.
    /// </summary>
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

    /// <summary>The lag of the highest similarity, if that is sufficient; in quiet audio any lag is.</summary>
    [RealTime]
    private int Find(ReadOnlySpan<float> view, int direction, int most, int after, float leastLikeness)
    {
        var start = (History - _before) * _channels;
        var length = (_before + after) * _channels;
        WasQuiet = IsQuiet(view, start, length, direction * most);
        return WasQuiet ? most : PeriodFinder.Find(view, start, length, direction * _channels, MinLag, most, _stride, leastLikeness);
    }

    /// <summary>Whether all audio that a change touches is quiet: its beginning, its end, and the part between.</summary>
    [RealTime]
    private bool IsQuiet(ReadOnlySpan<float> view, int start, int length, int lag)
    {
        var touched = view.Slice(start + Math.Min(lag, 0) * _channels, length + Math.Abs(lag) * _channels);
        return Correlation.Dot(touched, touched) / length < Math.Max(SilentPower, _loudness * QuietShare);
    }
}
