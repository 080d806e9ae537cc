using System.Globalization;
using Continuo.Audio;
using Continuo.Codecs.SoundFiles.Interop;

namespace Continuo.Codecs.SoundFiles;

/// <summary>A kind of file that <see cref="SoundFileSink"/> writes, selected by its extension. Immutable.</summary>
internal sealed class SoundFileEncoding
{
    private static readonly int[] OpusRates = [8_000, 12_000, 16_000, 24_000, 48_000];

    private SoundFileEncoding(string name, int format, SampleType? sample)
    {
        Name = name;
        LibraryFormat = format;
        Sample = sample;
    }

    /// <summary>Display name: <c>FLAC, s24</c>, <c>Ogg Vorbis</c>.</summary>
    public string Name { get; }

    /// <summary>Its code in libsndfile.</summary>
    public int LibraryFormat { get; }

    /// <summary>Sample type; <see langword="null"/> for lossy formats.</summary>
    public SampleType? Sample { get; }

    public bool IsOpus => (LibraryFormat & SndFile.SubtypeMask) == SndFile.Opus;

    /// <summary>The encoding for a path.</summary>
    /// <exception cref="AudioException">
    /// <see cref="AudioErrorCode.Unsupported"/> if the extension is unknown or does not support the sample type.
    /// </exception>
    public static SoundFileEncoding For(string path, SampleType? sample) => (Extension(path), sample) switch
    {
        (".flac", SampleType.S24 or null) => new("FLAC, s24", SndFile.Flac | SndFile.Pcm24, SampleType.S24),
        (".flac", SampleType.S16) => new("FLAC, s16", SndFile.Flac | SndFile.Pcm16, SampleType.S16),
        (".flac", _) =>
            throw new AudioException(AudioErrorCode.Unsupported, path, $"FLAC does not support {Word(sample)} samples",
                "Choose s16 or s24, or a .wav file"),
        (".ogg" or ".oga" or ".opus", not null) => throw new AudioException(
            AudioErrorCode.Unsupported, path, $"Ogg stores a spectrum, not {Word(sample)} samples",
                "Leave the sample type out, or choose a .flac or .wav file"),
        (".ogg" or ".oga", null) => new("Ogg Vorbis", SndFile.Ogg | SndFile.Vorbis, null),
        (".opus", null) => new("Ogg Opus", SndFile.Ogg | SndFile.Opus, null),
        var (extension, _) => throw new AudioException(
            AudioErrorCode.Unsupported, path,
                extension.Length == 0 ? "a file without an extension cannot be written" : $"'{extension}' cannot be written",
                "Use .wav, .flac, .ogg or .opus"),
    };

    /// <summary>Refuses formats that the encoder does not support.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.Unsupported"/>.</exception>
    public unsafe SndFile.FileShape ShapeFor(string path, AudioFormat format)
    {
        var shape = new SndFile.FileShape { SampleRate = format.SampleRate, Channels = format.Channels, Format = LibraryFormat };
        var possible = SndFile.IsPossible(&shape) != 0 && (!IsOpus || OpusRates.Contains(format.SampleRate));
        if (possible) return shape;
        throw Refusal(path, format);
    }

    /// <summary>
    /// The channel order in the file: FLAC and Ogg have one layout per channel count, with side speakers in place of back speakers.
    /// </summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.Unsupported"/> if the file cannot express the layout.</exception>
    public ChannelOrder OrderFor(string path, AudioFormat format)
    {
        var usual = ChannelLayout.Default(format.Channels);
        if (format.Channels <= 8 && Backwards(format.Layout.Mask) != Backwards(usual.Mask) && !format.Layout.IsUnnamed)
        {
            throw new AudioException(
                AudioErrorCode.Unsupported,
                path,
                $"{Name} stores {format.Channels.ToString(CultureInfo.InvariantCulture)} channels as {usual}, not as {format.Layout}",
                "Choose a .wav file, or another number of channels (--channels 2; --channels 6 keeps all speakers)");
        }

        return Sample is null && format.Channels <= 8 ? ChannelOrder.Vorbis(format.Channels) : ChannelOrder.Of(usual);
    }

    /// <summary>The error for a format that the encoder refuses.</summary>
    public AudioException Refusal(string path, AudioFormat format) => new(
        AudioErrorCode.Unsupported,
        path,
        $"{Name} does not support {format}",
        IsOpus
            ? string.Create(CultureInfo.InvariantCulture,
                $"Use one of the rates {string.Join(", ", OpusRates)} Hz, or a .flac or .wav file")
            : "Use 48000 Hz and up to 8 channels, or a .wav file");

    // A side pair alone is equivalent to a back pair alone.
    private static uint Backwards(uint mask) => (mask & 0x630) == 0x600 ? (mask & ~0x600u) | 0x30 : mask;

    private static string Extension(string path) => Path.GetExtension(path).ToLowerInvariant();

    private static string Word(SampleType? sample) => sample.ToString()!.ToLowerInvariant();
}
