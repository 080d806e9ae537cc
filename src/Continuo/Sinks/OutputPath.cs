using System.Runtime.InteropServices;
using System.Text;
using Continuo.Audio;
using Continuo.LocalSockets.Interop;
using Microsoft.Win32.SafeHandles;

namespace Continuo.Sinks;

/// <summary>Looks at a path that something is to be written to. Thread-safe.</summary>
internal static class OutputPath
{
    private const int TypeMask = 0xF000;
    private const int RegularType = 0x8000;
    private const int DirectoryType = 0x4000;
    private const int MaxNameBytes = 255;
    private const int MaxLinks = 40; // the kernel's limit

    /// <summary>What stands there.</summary>
    public static unsafe FileKind KindOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!OperatingSystem.IsLinux()) return Directory.Exists(path) ? FileKind.Directory : File.Exists(path) ? FileKind.Regular : FileKind.Missing;
        LinuxFiles.FileStatus status;
        if (LinuxFiles.Status(LinuxFiles.AtWorkingDirectory, path, 0, LinuxFiles.WantTypeModeUser, &status) != 0) return FileKind.Missing;
        return (status.Mode & TypeMask) switch
        {
            RegularType => FileKind.Regular,
            DirectoryType => FileKind.Directory,
            _ => FileKind.Stream,
        };
    }

    /// <summary>Whether a file is to be written where it is, without another one that replaces it: <c>/dev/stdout</c>, <c>/proc/self/fd/3</c>.</summary>
    internal static bool IsDescriptor(string path) =>
        path.StartsWith("/dev/", StringComparison.Ordinal) || path.StartsWith("/proc/", StringComparison.Ordinal);

    /// <summary>The path behind symbolic links, whether it exists or not.</summary>
    /// <exception cref="IOException">The links lead in a circle.</exception>
    internal static string Resolve(string path)
    {
        for (var link = 0; link < MaxLinks; link++)
        {
            if (new FileInfo(path).LinkTarget is not { } target) return path;
            path = Path.Combine(Path.GetDirectoryName(path) ?? "", target); // not made absolute: ".." behind a link is the system's to resolve
        }

        throw new IOException("The links lead in a circle");
    }

    /// <summary>A name beside a path, shortened if the system would not take it.</summary>
    internal static string Beside(string path, string suffix)
    {
        var (name, excess) = (Path.GetFileName(path), Encoding.UTF8.GetByteCount(Path.GetFileName(path)) + suffix.Length - MaxNameBytes);
        while (excess > 0)
        {
            var last = char.IsLowSurrogate(name[^1]) && name.Length > 1 ? 2 : 1;
            excess -= Encoding.UTF8.GetByteCount(name.AsSpan(name.Length - last));
            name = name[..^last];
        }

        return Path.Combine(Path.GetDirectoryName(path) ?? "", name + suffix);
    }

    /// <summary>Opens a pipe or device for writing. A named pipe must have a reader, which is waited for a while.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.TimedOut"/> if no program reads the pipe.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    internal static FileStream OpenStream(string path, TimeSpan patience)
    {
        // The reader must not see an end between the look and the open that may block.
        using var probe = OperatingSystem.IsLinux() ? AwaitReader(path, patience) : null;
        return new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
    }

    // Opening a pipe that no program reads blocks, and nothing can call that back. Asked not to block, the system says so.
    private static SafeFileHandle? AwaitReader(string path, TimeSpan patience)
    {
        var deadline = Environment.TickCount64 + (long)patience.TotalMilliseconds;
        while (true)
        {
            var descriptor = LinuxFiles.Open(path, LinuxFiles.OpenWriteAtOnce);
            if (descriptor >= 0) return new SafeFileHandle(descriptor, ownsHandle: true);
            if (Marshal.GetLastPInvokeError() != LinuxFiles.NoDeviceOrReader) return null; // the open that follows says why
            if (Environment.TickCount64 >= deadline)
            {
                throw new AudioException(AudioErrorCode.TimedOut, path, "no program reads this pipe", "Start the reader first, for example: cat PIPE > take.wav");
            }

            Thread.Sleep(20);
        }
    }
}
