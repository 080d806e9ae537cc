using System.Text.Json;
using Continuo.Audio;
using Continuo.Client.Contract.Recordings;
using Continuo.Client.Contract.Rooms;
using Continuo.Client.Json;
using Continuo.Codecs.SoundFiles;
using Continuo.Files;
using Continuo.Rooms.Recording;
using Continuo.Server.Http;
using Continuo.Server.Recordings;

namespace Continuo.Server.Rooms;

/// <summary>
/// The recordings of one room on the disk: a directory for each, with a sound file for the mix and for each speaker, and what is known of
/// it in <c>.recording.json</c>. Names must have been checked. Thread-safe.
/// </summary>
/// <param name="directory">The recordings directory.</param>
/// <param name="room">Name of the room.</param>
internal sealed class RoomFolder(string directory, string room)
{
    /// <summary>Name of the directory, in the recordings directory, of all rooms' recordings.</summary>
    public const string RoomsName = "rooms";

    private const string DocumentName = ".recording.json";

    private string Root => Path.Combine(Path.GetFullPath(directory), RoomsName, room);

    /// <summary>Directory of a recording.</summary>
    public string PathOf(string name) => Path.Combine(Root, name);

    /// <summary>The recordings, the oldest first.</summary>
    public IReadOnlyList<RoomRecordingStatus> All() => Directory.Exists(Root)
        ? [.. new DirectoryInfo(Root).EnumerateDirectories().Where(d => d.LinkTarget is null).Select(Read).OrderBy(r => r.StartedAt)]
        : [];

    /// <summary>A recording; <see langword="null"/> if there is none.</summary>
    public RoomRecordingStatus? Find(string name) =>
        new DirectoryInfo(PathOf(name)) is { Exists: true, LinkTarget: null } found ? Read(found) : null;

    /// <summary>Path of a sound file of a recording.</summary>
    /// <exception cref="ProblemException">There is none.</exception>
    public string FileOf(string name, string file)
    {
        var path = Path.Combine(PathOf(name), FileNames.CheckFile(file));
        return new FileInfo(path) is { Exists: true, LinkTarget: null }
            ? path
            : throw new ProblemException(Problems.NotFound($"The recording '{name}' of '{room}' has no file '{file}'."));
    }

    /// <summary>Notes what is known of a recording.</summary>
    /// <exception cref="AudioException">It cannot be written.</exception>
    public void Write(RoomRecordingStatus status) => StateFile.Replace(
        Path.Combine(PathOf(status.Name), DocumentName),
        JsonSerializer.SerializeToUtf8Bytes(status, ContractJson.Default.RoomRecordingStatus));

    /// <summary>Deletes a recording with its files.</summary>
    /// <exception cref="ProblemException">It cannot be deleted.</exception>
    public void Delete(string name)
    {
        try
        {
            Directory.Delete(PathOf(name), recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ProblemException(Problems.Of(
                StatusCodes.Status500InternalServerError, "accessDenied", $"The recording '{name}' cannot be deleted: {e.Message}"));
        }
    }

    /// <summary>A file of a recording for clients, who do not see the server's paths.</summary>
    public static RoomRecordingFile FileOf(RecordedTrack track, int sampleRate) => new(
        track.Name,
        track.MemberId,
        Path.GetFileName(track.Path),
        Math.Round((double)track.Frames / sampleRate, 3),
        track.LostFrames,
        track.Failure);

    private RoomRecordingStatus Read(DirectoryInfo recording)
    {
        try
        {
            using var stream = File.OpenRead(Path.Combine(recording.FullName, DocumentName));
            if (JsonSerializer.Deserialize(stream, ContractJson.Default.RoomRecordingStatus) is { } noted)
            {
                return noted with { Name = recording.Name, Room = room };
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            // The server ended while it was recorded, or the files come from elsewhere.
        }

        RoomRecordingFile[] files =
        [
            .. recording.EnumerateFiles()
                .Where(f => FileNames.IsSoundFile(f.Name) && f.LinkTarget is null)
                .OrderBy(f => f.Name, StringComparer.Ordinal)
                .Select(f => new RoomRecordingFile(Path.GetFileNameWithoutExtension(f.Name), "", f.Name, SecondsOf(f.FullName), 0, null)),
        ];
        return new RoomRecordingStatus(recording.Name, room, RecordingState.Failed, recording.CreationTimeUtc,
            files.Select(f => f.DurationSeconds).DefaultIfEmpty().Max(),
            "The server ended while this was recorded; what was written before is kept.", files);
    }

    private static double SecondsOf(string path)
    {
        try
        {
            using var reader = SoundFileReader.Open(path);
            return Math.Round((double)reader.Frames / reader.Format.SampleRate, 3);
        }
        catch (AudioException)
        {
            return 0; // not readable as far as it was written
        }
    }
}
