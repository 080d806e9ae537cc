using System.Globalization;
using Continuo.Audio;

namespace Continuo.Sinks;

/// <summary>
/// Where a recording is written, so that no earlier take is lost to one that fails. If the target does not exist it is created in
/// place. If it exists, the recording is written beside it as <c>NAME.part</c> (<c>NAME.part2</c>… if that exists too) and replaces
/// it when it is complete. A symbolic link stays, and what it points to is replaced; a hard link is replaced alone. What is no plain
/// file (a named pipe, a device, <c>/dev/stdout</c>) is written as it is. One thread.
/// </summary>
internal sealed class AtomicFile : IDisposable
{
    private const int MaxParts = 100;
    private static readonly TimeSpan ReaderTimeout = TimeSpan.FromSeconds(5);

    private readonly string _target;
    private bool _settled;

    private AtomicFile(string path, string target, string writtenPath, FileStream stream)
    {
        (Path, _target, WrittenPath, Stream) = (path, target, writtenPath, stream);
        _settled = IsInPlace;
    }

    /// <summary>Where the recording will be when it is complete.</summary>
    public string Path { get; }

    /// <summary>Where it is written: <see cref="Path"/>, or a name beside it.</summary>
    public string WrittenPath { get; }

    /// <summary>Whether it is written where it is, because it is no plain file: it then is never deleted nor replaced.</summary>
    public bool IsInPlace => WrittenPath.Length == 0;

    /// <summary>What to write to: empty at first, without a buffer; seekable unless it is written in place. Others may read the file meanwhile.</summary>
    public FileStream Stream { get; }

    /// <summary>Creates the file.</summary>
    /// <exception cref="AudioException">It cannot be created: no such directory, no permission, disk full.</exception>
    public static AtomicFile Create(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            var kind = OutputPath.KindOf(path);
            if (kind == FileKind.Directory)
            {
                throw new AudioException(AudioErrorCode.InvalidArgument, path, "it is a directory", "Add the name of a file");
            }

            if (kind == FileKind.Stream || (kind == FileKind.Regular && OutputPath.IsDescriptor(path)))
            {
                return new AtomicFile(path, path, "", OutputPath.OpenStream(path, ReaderTimeout));
            }

            var target = OutputPath.Resolve(path);
            if (kind == FileKind.Regular && new FileInfo(target).IsReadOnly) throw new UnauthorizedAccessException();
            for (var part = 0; part < MaxParts; part++)
            {
                var written = part switch
                {
                    0 => target,
                    1 => OutputPath.Beside(target, ".part"),
                    _ => OutputPath.Beside(target, string.Create(CultureInfo.InvariantCulture, $".part{part}")),
                };
                if (Exists(written)) continue;
                try
                {
                    var file = new AtomicFile(path, target, written, new FileStream(written, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0));
                    if (part > 0) file.TakeOverMode();
                    return file;
                }
                catch (IOException) when (Exists(written))
                {
                    // Someone else created it between the look and the attempt: the next name.
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw FileFailure.Explain(path, e);
        }

        throw new AudioException(AudioErrorCode.InputOutput, path, $"{MaxParts - 1} unfinished recordings lie beside it", $"Look through {path}.part… and delete what is not needed");
    }

    /// <summary>Brings everything to the disk, closes, and puts the recording in its place.</summary>
    /// <exception cref="IOException">The last part could not be written; what is there stays at <see cref="WrittenPath"/>.</exception>
    /// <exception cref="UnauthorizedAccessException">As before.</exception>
    public void Complete()
    {
        _settled = true;
        var replaces = !IsInPlace && WrittenPath != _target;

        // What is replaced must not vanish before what replaces it is safe.
        if (replaces) Stream.Flush(flushToDisk: true);
        Stream.Dispose();
        if (replaces) File.Move(WrittenPath, _target, overwrite: true);
    }

    /// <summary>Closes and leaves the recording, as far as it came, at <see cref="WrittenPath"/>.</summary>
    public void Keep()
    {
        _settled = true;
        Stream.Dispose();
    }

    /// <summary>Closes; deletes what was written unless it was completed or kept.</summary>
    public void Dispose()
    {
        Stream.Dispose();
        if (_settled) return;
        _settled = true;
        try
        {
            File.Delete(WrittenPath);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // An empty file that cannot be deleted harms nobody.
        }
    }

    // A link that points nowhere counts as nothing, so that its target is created; anything else that stands there is not written to.
    private static bool Exists(string path) => OutputPath.KindOf(path) != FileKind.Missing;

    private void TakeOverMode()
    {
        if (OperatingSystem.IsWindows()) return;
        try
        {
            File.SetUnixFileMode(Stream.SafeFileHandle, File.GetUnixFileMode(_target));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The file keeps the usual permissions.
        }
    }
}
