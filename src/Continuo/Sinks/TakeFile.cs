using System.Globalization;
using Continuo.Audio;

namespace Continuo.Sinks;

/// <summary>
/// Where a recording is written, so that no earlier take is lost to one that fails. If the target does not exist it is created in
/// place. If it exists, the recording is written beside it as <c>NAME.part</c> (<c>NAME.part2</c>… if that exists too) and replaces
/// it when it is complete. One thread.
/// </summary>
public sealed class TakeFile : IDisposable
{
    private const int MaxParts = 100;
    private bool _settled;

    private TakeFile(string path, string writtenPath, FileStream stream)
    {
        Path = path;
        WrittenPath = writtenPath;
        Stream = stream;
    }

    /// <summary>Where the recording will be when it is complete.</summary>
    public string Path { get; }

    /// <summary>Where it is written: <see cref="Path"/>, or a name beside it.</summary>
    public string WrittenPath { get; }

    /// <summary>What to write to: empty at first, seekable, without a buffer. Others may read the file meanwhile.</summary>
    public FileStream Stream { get; }

    /// <summary>Creates the file.</summary>
    /// <exception cref="AudioException">It cannot be created: no such directory, no permission, disk full.</exception>
    public static TakeFile Create(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            if (Directory.Exists(path))
            {
                throw new AudioException(AudioErrorCode.InvalidArgument, path, "it is a directory", "Add the name of a file");
            }

            if (File.Exists(path) && new FileInfo(path).IsReadOnly) throw new UnauthorizedAccessException();
            for (var part = 0; part < MaxParts; part++)
            {
                var written = part switch
                {
                    0 => path,
                    1 => path + ".part",
                    _ => string.Create(CultureInfo.InvariantCulture, $"{path}.part{part}"),
                };
                if (File.Exists(written)) continue;
                try
                {
                    return new TakeFile(path, written, new FileStream(written, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0));
                }
                catch (IOException) when (File.Exists(written))
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
    public void Complete()
    {
        _settled = true;
        // What is replaced must not vanish before what replaces it is safe.
        if (WrittenPath != Path) Stream.Flush(flushToDisk: true);
        Stream.Dispose();
        if (WrittenPath != Path) File.Move(WrittenPath, Path, overwrite: true);
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
}
