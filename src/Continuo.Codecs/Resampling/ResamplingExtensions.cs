using Continuo.Live;
using Continuo.Streams;

namespace Continuo.Codecs.Resampling;

/// <summary>Adds resampling to an <see cref="AudioSystem"/>.</summary>
public static class ResamplingExtensions
{
    /// <summary>
    /// From now on a source whose rate is not the one asked for is resampled, in very high quality. libsoxr is loaded when the first such source is
    /// opened, and not before.
    /// </summary>
    public static AudioSystem UseResampling(this AudioSystem system)
    {
        ArgumentNullException.ThrowIfNull(system);
        return system.WrapSources(static (source, request) =>
            request.SampleRate is { } rate ? new ResamplingSource(source, rate, request.ChunkFrames) : source);
    }

    /// <summary>A live stream of any rate can be followed: it is resampled in very high quality where it is read.</summary>
    public static LiveInputOptions WithResampling(this LiveInputOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options with { CreateConverter = static (from, to, channels) => new Resampler(from, to, channels) };
    }
}
