using Continuo.Live;
using Continuo.Streams;

namespace Continuo.Codecs.Resampling;

/// <summary>Adds resampling to an <see cref="AudioSystem"/>.</summary>
public static class ResamplingExtensions
{
    /// <summary>
    /// Resamples every source whose rate differs from the requested one, with very high quality. libsoxr is loaded when the first such
    /// source is opened.
    /// </summary>
    public static AudioSystem UseResampling(this AudioSystem system)
    {
        ArgumentNullException.ThrowIfNull(system);
        return system.WrapSources(static (source, request) =>
            request.SampleRate is { } rate ? new ResamplingSource(source, rate, request.ChunkFrames) : source);
    }

    /// <summary>Adds a rate converter with very high quality, so that live streams of any sample rate can be read.</summary>
    public static LiveInputOptions WithResampling(this LiveInputOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options with { CreateConverter = static (from, to, channels) => new Resampler(from, to, channels) };
    }
}
