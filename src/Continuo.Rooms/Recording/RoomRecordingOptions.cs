using Continuo.Audio;
using Continuo.Rooms.Mixing;
using Continuo.Streams;

namespace Continuo.Rooms.Recording;

/// <summary>Options of a <see cref="RoomRecording"/>. Immutable.</summary>
public sealed record RoomRecordingOptions
{
    /// <summary>Directory of the files; created if it does not exist.</summary>
    public required string Directory { get; init; }

    /// <summary>
    /// Ending of the files, and so their format: <c>flac</c> (default), <c>wav</c>, or another that <see cref="System"/> writes.
    /// </summary>
    public string Ending { get; init; } = "flac";

    /// <summary>The listener whose mix is recorded as <c>mix</c>; <see langword="null"/> for the mix of all speakers as they are.</summary>
    public RoomListener? Listener { get; init; }

    /// <summary>Whether each speaker is recorded. If not, there is the mix alone.</summary>
    public bool RecordsSpeakers { get; init; } = true;

    /// <summary>Opens the files; <see langword="null"/> for WAV files only.</summary>
    public AudioSystem? System { get; init; }

    /// <summary>Maximum number of speakers with a file of their own; further ones are in the mix alone.</summary>
    public int MaxSpeakers { get; init; } = 256;

    internal void Validate()
    {
        if (Ending.Length is 0 or > 8 || !Ending.All(char.IsAsciiLetterOrDigit))
        {
            throw new AudioException(AudioErrorCode.InvalidArgument, $"ending '{Ending}'", "it is no ending of a file", "Use flac or wav");
        }
    }
}
