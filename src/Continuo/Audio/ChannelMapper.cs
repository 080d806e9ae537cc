using System.Runtime.Intrinsics;
using Continuo.Diagnostics;

namespace Continuo.Audio;

/// <summary>Turns frames of one channel count into frames of another, by the gains of <see cref="ChannelLayout"/>. Immutable, so thread-safe; real-time-safe.</summary>
/// <remarks>
/// Mono goes to left and right as it is; stereo to mono is the mean; 5.1 and its like to stereo follow ITU-R BS.775 (centre and
/// surrounds at −3 dB, no LFE), which is louder than full scale if all channels are: a float stream keeps that, a limiter or lower gain cures it.
/// </remarks>
public sealed class ChannelMapper
{
    private readonly float[] _gains; // [to × From + from]

    /// <summary>Prepares the mapping.</summary>
    /// <param name="from">Channels of what comes in, 1…64.</param>
    /// <param name="to">Channels of what goes out, 1…64.</param>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if either is out of range.</exception>
    public ChannelMapper(int from, int to)
    {
        _ = new AudioFormat(AudioFormat.Default.SampleRate, from);
        _ = new AudioFormat(AudioFormat.Default.SampleRate, to);
        From = from;
        To = to;
        _gains = ChannelLayout.Gains(from, to);
    }

    /// <summary>Channels of what comes in.</summary>
    public int From { get; }

    /// <summary>Channels of what goes out.</summary>
    public int To { get; }

    /// <summary>With what gain an input channel takes part in an output channel.</summary>
    public float Gain(int fromChannel, int toChannel) => _gains[toChannel * From + fromChannel];

    /// <summary>Maps whole frames, as many as both spans hold. The spans must not overlap.</summary>
    /// <returns>How many frames were mapped.</returns>
    [RealTime]
    public int Map(ReadOnlySpan<float> source, Span<float> destination)
    {
        var frames = Math.Min(source.Length / From, destination.Length / To);
        source = source[..(frames * From)];
        destination = destination[..(frames * To)];
        var done = 0;
        if (From == To) source.CopyTo(destination);
        else
        {
            done = (From, To) switch
            {
                (1, 2) => MonoToStereo(source, destination),
                (2, 1) => StereoToMono(source, destination),
                (6, 2) => SurroundToStereo(source, destination),
                _ => 0,
            };
            MapScalar(source[(done * From)..], destination[(done * To)..]);
        }

        return frames;
    }

    /// <summary>One sample at a time: the reference for the vector code, its tail, and the way of all other mappings.</summary>
    [RealTime]
    internal void MapScalar(ReadOnlySpan<float> source, Span<float> destination)
    {
        for (int i = 0, o = 0; o < destination.Length; i += From, o += To)
        {
            for (var to = 0; to < To; to++)
            {
                var sum = 0f;
                for (var from = 0; from < From; from++)
                {
                    var gain = _gains[to * From + from];
                    if (gain != 0) sum += source[i + from] * gain;
                }

                destination[o + to] = sum;
            }
        }
    }

    [RealTime]
    private static int MonoToStereo(ReadOnlySpan<float> source, Span<float> destination)
    {
        var i = 0;
        for (; i <= source.Length - 4; i += 4)
        {
            var v = Vector128.Create(source[i..]);
            Vector128.Shuffle(v, Vector128.Create(0, 0, 1, 1)).CopyTo(destination[(2 * i)..]);
            Vector128.Shuffle(v, Vector128.Create(2, 2, 3, 3)).CopyTo(destination[(2 * i + 4)..]);
        }

        return i;
    }

    [RealTime]
    private static int StereoToMono(ReadOnlySpan<float> source, Span<float> destination)
    {
        var i = 0;
        for (; i <= destination.Length - 4; i += 4)
        {
            var a = Vector128.Create(source[(2 * i)..]);
            var b = Vector128.Create(source[(2 * i + 4)..]);
            var left = Vector128.Create(Vector128.Shuffle(a, Vector128.Create(0, 2, 0, 2)).GetLower(), Vector128.Shuffle(b, Vector128.Create(0, 2, 0, 2)).GetLower());
            var right = Vector128.Create(Vector128.Shuffle(a, Vector128.Create(1, 3, 1, 3)).GetLower(), Vector128.Shuffle(b, Vector128.Create(1, 3, 1, 3)).GetLower());
            (left * 0.5f + right * 0.5f).CopyTo(destination[i..]);
        }

        return i;
    }

    [RealTime]
    private static int SurroundToStereo(ReadOnlySpan<float> source, Span<float> destination)
    {
        // Two frames are three vectors: L R C E · S s L R · C E S s (S, s: the surrounds; E: effects).
        var i = 0;
        for (; 12 * i <= source.Length - 12; i++)
        {
            var a = Vector128.Create(source[(12 * i)..]);
            var b = Vector128.Create(source[(12 * i + 4)..]);
            var c = Vector128.Create(source[(12 * i + 8)..]);
            var front = Vector128.Create(a.GetLower(), b.GetUpper());
            var centre = Vector128.Shuffle(Vector128.Create(a.GetUpper(), c.GetLower()), Vector128.Create(0, 0, 2, 2));
            var surround = Vector128.Create(b.GetLower(), c.GetUpper());
            (front + centre * ChannelLayout.Minus3Db + surround * ChannelLayout.Minus3Db).CopyTo(destination[(4 * i)..]);
        }

        return 2 * i;
    }
}
