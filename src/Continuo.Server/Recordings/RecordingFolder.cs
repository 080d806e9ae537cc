using System.Text.Json;
using Continuo.Audio;
using Continuo.Files;
using Continuo.Server.Http;

namespace Continuo.Server.Recordings;

/// <summary>
/// The recordings directory: complete files in it, unfinished ones in <c>.unfinished</c>, those that a killed process has left in
/// <c>.left</c>, and what is known of each file in <c>.continuo</c>. A file appears in the directory by one rename, when it is complete.
/// Thread-safe.
/// </summary>
internal sealed class RecordingFolder(string directory) : IDisposable
{
    private const string UnfinishedName = ".unfinished";
    private const string LeftName = ".left";
    private const string DocumentsName = ".continuo";

    private FileStream? _lock; // held while this process may write unfinished files

    public string Directory { get; } = Path.GetFullPath(directory);

    private string Unfinished => Path.Combine(Directory, UnfinishedName);

    /// <summary>The complete sound files, by time of writing.</summary>
    public IReadOnlyList<FileInfo> Files() => System.IO.Directory.Exists(Directory)
        ? [.. new DirectoryInfo(Directory).EnumerateFiles()
            .Where(f => FileNames.IsSoundFile(f.Name) && f.LinkTarget is null)
            .OrderBy(f => f.LastWriteTimeUtc)]
        : [];

    /// <summary>
    /// Sets aside unfinished files of a killed process, before this one writes. Does nothing while another process uses the
    /// directory.
    /// </summary>
    public void PutAside()
    {
        if (!System.IO.Directory.Exists(Unfinished) || !TryLock()) return;
        foreach (var file in new DirectoryInfo(Unfinished).EnumerateFiles())
        {
            System.IO.Directory.CreateDirectory(Path.Combine(Directory, LeftName));
            var target = Path.Combine(Directory, LeftName, file.Name);
            file.MoveTo(File.Exists(target) ? $"{Path.ChangeExtension(target, null)}-{Guid.NewGuid():N}{file.Extension}" : target);
        }
    }

    /// <summary>What was put aside.</summary>
    public IReadOnlyList<FileInfo> LeftFiles() =>
        _lock is not null && System.IO.Directory.Exists(Path.Combine(Directory, LeftName))
            ? [.. new DirectoryInfo(Path.Combine(Directory, LeftName)).EnumerateFiles()]
            : [];

    public void Dispose() => _lock?.Dispose();

    /// <summary>Path of a complete file. The name must have been checked.</summary>
    public string PathOf(string file) => Path.Combine(Directory, file);

    /// <summary>Path of a file while it is written; creates the directory.</summary>
    /// <exception cref="ProblemException">The directory cannot be created.</exception>
    public string BeginFile(string file)
    {
        Create(Unfinished);
        TryLock();
        return Path.Combine(Unfinished, file);
    }

    /// <summary>A file while it is written.</summary>
    public FileInfo UnfinishedFile(string file) => new(Path.Combine(Unfinished, file));

    /// <summary>Puts a complete file in its place. Never replaces another.</summary>
    /// <exception cref="IOException">A file of that name is there, or the directory cannot be written.</exception>
    public FileInfo Complete(string file)
    {
        File.Move(Path.Combine(Unfinished, file), PathOf(file), overwrite: false);
        return new FileInfo(PathOf(file));
    }

    /// <summary>Deletes an unfinished file, if it is there.</summary>
    public void Discard(string file) => File.Delete(Path.Combine(Unfinished, file));

    /// <summary>The complete file of a name with any ending; <see langword="null"/> if there is none.</summary>
    public FileInfo? Find(string name) => Files().FirstOrDefault(f => Path.GetFileNameWithoutExtension(f.Name) == name);

    /// <summary>Deletes a complete file and what is known of it.</summary>
    public void Delete(FileInfo file)
    {
        file.Delete();
        File.Delete(DocumentPath(file.Name));
    }

    /// <summary>What is kept of a file; <see langword="null"/> if nothing is, or it is of another file of that name.</summary>
    public RecordingDocument? Read(FileInfo file)
    {
        try
        {
            using var stream = File.OpenRead(DocumentPath(file.Name));
            return JsonSerializer.Deserialize(stream, RecordingJson.Default.RecordingDocument) is { } document && document.Describes(file)
                ? document
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null; // it is found out again from the file
        }
    }

    /// <summary>Keeps what is known of a file. It can be found out again, so a failure to write it changes nothing.</summary>
    /// <returns>What was kept: for the file as it is now.</returns>
    public RecordingDocument Write(FileInfo file, RecordingDocument document)
    {
        file.Refresh();
        document = document with { Bytes = file.Length, WrittenAt = file.LastWriteTimeUtc };
        try
        {
            StateFile.Replace(
                DocumentPath(file.Name), JsonSerializer.SerializeToUtf8Bytes(document, RecordingJson.Default.RecordingDocument));
        }
        catch (AudioException)
        {
            // As said.
        }

        return document;
    }

    private bool TryLock()
    {
        if (_lock is not null) return true;
        try
        {
            Create(Path.Combine(Directory, DocumentsName));
            _lock = new FileStream(
                Path.Combine(Directory, DocumentsName, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ProblemException)
        {
            return false;
        }
    }

    private static void Create(string path)
    {
        try
        {
            System.IO.Directory.CreateDirectory(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ProblemException(
                Problems.Of(StatusCodes.Status500InternalServerError, "accessDenied",
                    $"The recordings directory {path} cannot be created: {e.Message}", "Choose another with --recordings DIR."));
        }
    }

    private string DocumentPath(string file) => Path.Combine(Directory, DocumentsName, file + ".json");
}
