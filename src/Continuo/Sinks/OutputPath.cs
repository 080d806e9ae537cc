using System.Runtime.InteropServices;
using System.Text;
using Continuo.Audio;
using Continuo.LocalSockets.Interop;
using Microsoft.Win32.SafeHandles;

namespace Continuo.Sinks;

/// <summary>Examines output paths. Thread-safe.</summary>
internal static class OutputPath
{
    private const int TypeMask = 0xF000;
    private const int RegularType = 0x8000;
    private const int DirectoryType = 0x4000;
    private const int MaxNameBytes = 255;
    private const int MaxLinks = 40; // the kernel's limit

    /// <summary>Kind of file at a path.</summary>
    public static unsafe FileKind KindOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!OperatingSystem.IsLinux())
        {
            return Directory.Exists(path) ? FileKind.Directory : File.Exists(path) ? FileKind.Regular : FileKind.Missing;
        }

        LinuxFiles.FileStatus status;
        if (LinuxFiles.Status(LinuxFiles.AtWorkingDirectory, path, 0, LinuxFiles.WantTypeModeUser, &status) != 0) return FileKind.Missing;
        return (status.Mode & TypeMask) switch
        {
            RegularType => FileKind.Regular,
            DirectoryType => FileKind.Directory,
            _ => FileKind.Stream,
        };
    }

    /// <summary>
    /// Whether a path refers to an open descriptor, which is written directly and never replaced: <c>/dev/stdout</c>,
    /// <c>/proc/self/fd/3</c>.
    /// </summary>
    internal static bool IsDescriptor(string path) =>
        path.StartsWith("/dev/", StringComparison.Ordinal) || path.StartsWith("/proc/", StringComparison.Ordinal);

    /// <summary>Follows symbolic links, whether the target exists or not.</summary>
    /// <exception cref="IOException">The links form a cycle.</exception>
    internal static string Resolve(string path)
    {
        for (var link = 0; link < MaxLinks; link++)
        {
            if (new FileInfo(path).LinkTarget is not { } target) return path;
            path = Path.Combine(Path.GetDirectoryName(path) ?? "", target); // not made absolute: the system must resolve ".." behind a link
        }

        throw new IOException("The links form a cycle");
    }

    /// <summary>A name beside a path, shortened if it is too long for the system.</summary>
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

    /// <summary>Opens a pipe or device for writing. Waits up to <paramref name="timeout"/> for a named pipe to have a reader.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.TimedOut"/> if no program reads the pipe.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    internal static FileStream OpenStream(string path, TimeSpan timeout)
    {
        // Keeps the pipe open, so that the reader sees no end between the probe and the open that may block.
        using var probe = OperatingSystem.IsLinux() ? AwaitReader(path, timeout) : null;
        return new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
    }

    // Opening a pipe without a reader blocks and cannot be interrupted; a non-blocking open fails instead.
    private static SafeFileHandle? AwaitReader(string path, TimeSpan timeout)
    {
        var deadline = Environment.TickCount64 + (long)timeout.TotalMilliseconds;
        while (true)
        {
            var descriptor = LinuxFiles.Open(path, LinuxFiles.OpenWriteAtOnce);
            if (descriptor >= 0) return new SafeFileHandle(descriptor, ownsHandle: true);
            if (Marshal.GetLastPInvokeError() != LinuxFiles.NoDeviceOrReader) return null; // the following open reports the reason
            if (Environment.TickCount64 >= deadline)
            {
                throw new AudioException(AudioErrorCode.TimedOut, path, "no program reads this pipe",
                    "Start the reader first, for example: cat PIPE > take.wav");
            }

            Thread.Sleep(20);
        }
    }
}
