using Continuo.Audio;

namespace Continuo.Codecs.SoundFiles.Parts;

/// <summary>One sound file of a file: most have one, a chain or several files written one behind another have more.</summary>
internal sealed record FilePart
{
    /// <summary>What the decoder reads; <see langword="null"/>: the whole file as it is.</summary>
    public FileView? View { get; init; }

    /// <summary>Where in the view plain samples begin, if the file is a WAV file.</summary>
    public long DataAt { get; init; } = -1;

    /// <summary>The order in which the decoder gives the channels; <see langword="null"/>: as the decoder says.</summary>
    public ChannelOrder? Order { get; init; }

    /// <summary>The bytes that the header promises and the file does not have.</summary>
    public long MissingBytes { get; init; }

    /// <summary>What follows in the file and cannot be read, in words.</summary>
    public string? Left { get; init; }

    /// <summary>Whether the decoder's own order stands: Vorbis and Opus up to eight channels.</summary>
    public bool IsVorbisOrder { get; init; }
}
