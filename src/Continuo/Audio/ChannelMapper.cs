using System.Runtime.Intrinsics;
using Continuo.Diagnostics;

namespace Continuo.Audio;

/// <summary>Converts frames between two channel layouts. Immutable, thread-safe and real-time-safe.</summary>
/// <remarks>
///  Mono is copied to left and right; stereo to mono is the mean. 5.1 and similar layouts to stereo follow ITU-R BS.775: centre and
/// surrounds at −3 dB, no LFE; a speaker that both layouts have keeps its signal. The result exceeds full scale if all channels are at full
/// scale; float streams keep such values, and a limiter or a lower gain brings them back into range.
/// </remarks>
internal sealed class ChannelMapper
{
    private readonly float[] _gains; // [to × From + from]

    private readonly Kernel _kernel;

    /// <summary>Creates a mapping between the default layouts of two channel counts.</summary>
    /// <param name="from">Input channels, 1…64.</param>
    /// <param name="to">Output channels, 1…64.</param>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if either is out of range.</exception>
    public ChannelMapper(int from, int to)
        : this(ChannelLayout.Default(from), ChannelLayout.Default(to))
    {
    }

    /// <summary>Creates a mapping between two layouts.</summary>
    /// <param name="from">Input layout.</param>
    /// <param name="to">Output layout.</param>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if either has no channels.</exception>
    public ChannelMapper(ChannelLayout from, ChannelLayout to)
    {
        (From, To) = (new AudioFormat(AudioFormat.Default.SampleRate, from).Channels,
            new AudioFormat(AudioFormat.Default.SampleRate, to).Channels);
        _gains = DownmixMatrix.Gains(from, to);
        _kernel = KernelFor();
    }

    private enum Kernel
    {
        Any,
        Copy,
        MonoToStereo,
        StereoToMono,
        SurroundToStereo,
    }

    /// <summary>Number of input channels.</summary>
    public int From { get; }

    /// <summary>Number of output channels.</summary>
    public int To { get; }

    /// <summary>The gain from an input channel to an output channel.</summary>
    public float Gain(int fromChannel, int toChannel) => _gains[toChannel * From + fromChannel];

    /// <summary>Maps whole frames, as many as both spans hold. The spans must not overlap.</summary>
    /// <returns>Number of frames mapped.</returns>
    [RealTime]
    public int Map(ReadOnlySpan<float> source, Span<float> destination)
    {
        var frames = Math.Min(source.Length / From, destination.Length / To);
        source = source[..(frames * From)];
        destination = destination[..(frames * To)];
        if (_kernel == Kernel.Copy)
        {
            source.CopyTo(destination);
            return frames;
        }

        var done = _kernel switch
        {
            Kernel.MonoToStereo => MonoToStereo(source, destination),
            Kernel.StereoToMono => StereoToMono(source, destination),
            Kernel.SurroundToStereo => SurroundToStereo(source, destination),
            _ => 0,
        };
        MapScalar(source[(done * From)..], destination[(done * To)..]);
        return frames;
    }

    /// <summary>Scalar implementation: the reference for the vector kernels, used for their tails and for all other mappings.</summary>
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
            var left = Vector128.Create(Vector128.Shuffle(a, Vector128.Create(0, 2, 0, 2)).GetLower(),
                Vector128.Shuffle(b, Vector128.Create(0, 2, 0, 2)).GetLower());
            var right = Vector128.Create(Vector128.Shuffle(a, Vector128.Create(1, 3, 1, 3)).GetLower(),
                Vector128.Shuffle(b, Vector128.Create(1, 3, 1, 3)).GetLower());
            (left * 0.5f + right * 0.5f).CopyTo(destination[i..]);
        }

        return i;
    }

    [RealTime]
    private static int SurroundToStereo(ReadOnlySpan<float> source, Span<float> destination)
    {
        // Two 5.1 frames are three vectors: L R C E · S s L R · C E S s (S, s: surrounds; E: LFE).
        var i = 0;
        for (; 12 * i <= source.Length - 12; i++)
        {
            var a = Vector128.Create(source[(12 * i)..]);
            var b = Vector128.Create(source[(12 * i + 4)..]);
            var c = Vector128.Create(source[(12 * i + 8)..]);
            var front = Vector128.Create(a.GetLower(), b.GetUpper());
            var centre = Vector128.Shuffle(Vector128.Create(a.GetUpper(), c.GetLower()), Vector128.Create(0, 0, 2, 2));
            var surround = Vector128.Create(b.GetLower(), c.GetUpper());
            (front + centre * DownmixMatrix.Minus3Db + surround * DownmixMatrix.Minus3Db).CopyTo(destination[(4 * i)..]);
        }

        return 2 * i;
    }

    // A kernel is chosen by the matrix, not by the layouts: 5.1 with side speakers has the same gains to stereo as 5.1 with back speakers.
    private Kernel KernelFor()
    {
        if (From == To && Is(Identity(From))) return Kernel.Copy;
        const float S = DownmixMatrix.Minus3Db;
        return (From, To) switch
        {
            (1, 2) when Is([1, 1]) => Kernel.MonoToStereo,
            (2, 1) when Is([0.5f, 0.5f]) => Kernel.StereoToMono,
            (6, 2) when Is([1, 0, S, 0, S, 0, 0, 1, S, 0, 0, S]) => Kernel.SurroundToStereo,
            _ => Kernel.Any,
        };
    }

    private bool Is(ReadOnlySpan<float> gains) => _gains.AsSpan().SequenceEqual(gains);

    private static float[] Identity(int channels)
    {
        var gains = new float[channels * channels];
        for (var i = 0; i < channels; i++) gains[i * channels + i] = 1;
        return gains;
    }
}
