using Continuo.Audio;
using Continuo.Codecs.Resampling;
using Continuo.Sinks;
using Continuo.Streams;

namespace Continuo.Codecs.SoundFiles;

/// <summary>Adds sound files to an <see cref="AudioSystem"/>.</summary>
public static class SoundFileExtensions
{
    private const double MaxStartSeconds = 1e9;

    /// <summary>
    /// From now on <c>file:</c> opens sound files (options <c>loop</c>, <c>start=SECONDS</c>) and records also FLAC, Ogg Vorbis and Opus (option
    /// <c>sample</c>), and every source is resampled to the rate that is asked for. libsndfile and libsoxr are loaded when they are first needed, and not before.
    /// </summary>
    public static AudioSystem UseSoundFiles(this AudioSystem system)
    {
        ArgumentNullException.ThrowIfNull(system);
        return system
            .AddSource("file", static (address, _) =>
            {
                address.AllowOptions("loop", "start");
                var start = TimeSpan.FromSeconds(address.Number("start", 0, 0, MaxStartSeconds));
                return new SoundFileSource(address.Target, address.Flag("loop"), start);
            })
            .AddSink("file", CreateSink)
            .UseResampling();
    }

    internal static IAudioSink CreateSink(AudioAddress address, SinkRequest request)
    {
        if (Path.GetExtension(address.Target).Equals(".wav", StringComparison.OrdinalIgnoreCase)) return WavFileSink.FromAddress(address, request);
        address.AllowOptions("sample");
        return new SoundFileSink(address.Target, address.Option("sample") is { } text ? PcmFormat.ParseSample(text) : request.Sample);
    }
}
