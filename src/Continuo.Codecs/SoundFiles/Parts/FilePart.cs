using Continuo.Audio;

namespace Continuo.Codecs.SoundFiles.Parts;

/// <summary>One sound file within a file: most files have one; chained or concatenated files have more.</summary>
internal sealed record FilePart
{
    /// <summary>The decoder's input; <see langword="null"/>: the whole file as it is.</summary>
    public FileView? View { get; init; }

    /// <summary>Offset of uncompressed samples in the view, if the file is a WAV file.</summary>
    public long DataAt { get; init; } = -1;

    /// <summary>The decoder's channel order; <see langword="null"/>: as reported by the decoder.</summary>
    public ChannelOrder? Order { get; init; }

    /// <summary>Number of bytes that the header states and the file lacks.</summary>
    public long MissingBytes { get; init; }

    /// <summary>Description of data after the part that cannot be read.</summary>
    public string? Left { get; init; }

    /// <summary>Whether the decoder's own order applies: Vorbis and Opus with up to eight channels.</summary>
    public bool IsVorbisOrder { get; init; }
}
