using Continuo.Audio;
using Continuo.Codecs.Opus;
using Continuo.Codecs.Resampling;
using Continuo.Sinks;
using Continuo.Streams;

namespace Continuo.Codecs.SoundFiles;

/// <summary>Adds sound files to an <see cref="AudioSystem"/>.</summary>
public static class SoundFileExtensions
{
    private const double MaxStartSeconds = 1e9;
    private const double MaxKilobits = 8 * 256; // of the maximum channel count

    /// <summary>Whether libsndfile is installed; without it only WAV is written, and nothing is read.</summary>
    internal static bool IsAvailable => Interop.SndFile.Library.TryLoad();

    /// <summary>
    /// Registers <c>file:</c> for sound files. Reading has the options <c>loop</c> and <c>start=SECONDS</c>. Writing also supports FLAC
    /// (option <c>sample</c>), Ogg Vorbis and Opus (options <c>bitrate=KILOBITS</c>, <c>preset</c>). Also adds resampling to the
    /// requested rate for every source. libsndfile and libsoxr are loaded on first use.
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
            }, new("song.flac, file:take.wav", "a sound file", "loop; start=SECONDS"))
            .AddSink("file", CreateSink,
            new("take.flac, file:take.wav", "a sound file; the extension selects the format",
            "sample=s16, s24, s32 or f32; bitrate=KBPS and preset=NAME for .opus and .ogg; dither for .wav"))
            .UseResampling();
    }

    internal static IAudioSink CreateSink(AudioAddress address, SinkRequest request)
    {
        if (Path.GetExtension(address.Target).Equals(".wav", StringComparison.OrdinalIgnoreCase))
        {
            return WavFileSink.FromAddress(address, request);
        }

        address.AllowOptions("sample", "bitrate", "preset");
        return new SoundFileSink(address.Target, address.Option("sample") is { } text ? PcmFormat.ParseSample(text) : request.Sample,
            BitRateOf(address));
    }

    private static int? BitRateOf(AudioAddress address)
    {
        var preset = address.Option("preset") is { } name ? OpusPreset.Named(name).Settings.BitRate : (int?)null;
        if (address.Option("bitrate") is null) return preset;
        if (preset is null) return (int)(1000 * address.Number("bitrate", 0, OpusSettings.MinBitRate / 1000.0, MaxKilobits));
        throw new AudioException(AudioErrorCode.InvalidArgument, address.Text, "a preset also sets the bit rate", "Use one of them");
    }
}
