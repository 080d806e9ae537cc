using System.Globalization;
using Continuo.Audio;

namespace Continuo.Sinks;

/// <summary>
/// Writes a file so that a failed recording never destroys an earlier one. A new file is created in place. An existing file is kept: the
/// recording is written to <c>NAME.part</c> (<c>NAME.part2</c>… if that exists too) and replaces the file when it is complete. A symbolic
/// link is kept and its target replaced; a hard link is replaced alone. A named pipe, a device or <c>/dev/stdout</c> is written directly.
/// For one thread.
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

    /// <summary>Final path of the recording.</summary>
    public string Path { get; }

    /// <summary>Path being written: <see cref="Path"/>, or a name beside it.</summary>
    public string WrittenPath { get; }

    /// <summary>Whether it is written directly, because it is not a regular file; it is then never deleted or replaced.</summary>
    public bool IsInPlace => WrittenPath.Length == 0;

    /// <summary>
    /// The file: empty at first, unbuffered; seekable unless it is written directly. Other processes may read it meanwhile.
    /// </summary>
    public FileStream Stream { get; }

    /// <summary>Creates the file.</summary>
    /// <exception cref="AudioException">It cannot be created: missing directory, no permission, disk full.</exception>
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
                    var file = new AtomicFile(path, target, written,
                        new FileStream(written, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0));
                    if (part > 0) file.TakeOverMode();
                    return file;
                }
                catch (IOException) when (Exists(written))
                {
                    // Created by another process meanwhile: try the next name.
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw FileFailure.Explain(path, e);
        }

        throw new AudioException(AudioErrorCode.InputOutput, path, $"{MaxParts - 1} unfinished recordings exist beside it",
            $"Delete the {path}.part… files that are not needed");
    }

    /// <summary>Flushes to the disk, closes the file and moves the recording to its final path.</summary>
    /// <exception cref="IOException">The last part could not be written; the file stays at <see cref="WrittenPath"/>.</exception>
    /// <exception cref="UnauthorizedAccessException">As before.</exception>
    public void Complete()
    {
        _settled = true;
        var replaces = !IsInPlace && WrittenPath != _target;

        // The replaced file must not be lost before the new one is on the disk.
        if (replaces) Stream.Flush(flushToDisk: true);
        Stream.Dispose();
        if (replaces) File.Move(WrittenPath, _target, overwrite: true);
    }

    /// <summary>Closes the incomplete recording and keeps it at <see cref="WrittenPath"/>.</summary>
    public void Keep()
    {
        _settled = true;
        Stream.Dispose();
    }

    /// <summary>Closes the file, and deletes it unless it was completed or kept.</summary>
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
            // An empty file that cannot be deleted is harmless.
        }
    }

    // A dangling link counts as missing, so that its target is created; any other existing file is not overwritten.
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
            // The file keeps the default permissions.
        }
    }
}
