using System.Runtime.InteropServices;

namespace Continuo.Cli.Output.Interop;

/// <summary>System calls for standard output, the terminal's size and inherited signal settings. Linux.</summary>
internal static partial class StandardStreams
{
    public const int Output = 1;
    public const int Error = 2;
    public const int SigInt = 2;

    private const nuint GetWindowSize = 0x5413; // TIOCGWINSZ
    private const int OpenFiles = 7; // RLIMIT_NOFILE
    private const int SigActionBytes = 256; // larger than struct sigaction on any architecture

    /// <summary>Maximum number of open files of the process; the runtime has raised it to its hard limit.</summary>
    public static ulong MaxOpenFiles
    {
        get
        {
            Span<ulong> limits = stackalloc ulong[2];
            return GetLimit(OpenFiles, limits) == 0 ? limits[0] : ulong.MaxValue;
        }
    }

    /// <summary>Columns and rows of the terminal at a descriptor; 0 if unknown.</summary>
    public static (int Columns, int Rows) SizeOf(int descriptor) =>
        Ioctl(descriptor, GetWindowSize, out var size) == 0 ? (size.Columns, size.Rows) : (0, 0);

    /// <summary>Writes some of the bytes.</summary>
    /// <returns>Number of bytes, or −1 with the reason in the last error.</returns>
    public static nint Write(int descriptor, ReadOnlySpan<byte> bytes) => Write(descriptor, bytes, (nuint)bytes.Length);

    /// <summary>Whether the process inherited a setting to ignore a signal.</summary>
    public static bool IsIgnored(int signal)
    {
        // The handler is the first member; SIG_IGN is 1.
        Span<nint> action = stackalloc nint[SigActionBytes / 8];
        return GetAction(signal, 0, action) == 0 && action[0] == 1;
    }

    /// <summary>Restores the default action of a signal.</summary>
    public static void SetDefault(int signal) => SetHandler(signal, 0);

    /// <summary>Exits the process at once, whatever its threads are doing.</summary>
    [LibraryImport("libc", EntryPoint = "_exit")]
    public static partial void Exit(int code);

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int GetLimit(int resource, Span<ulong> limits);

    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static partial int Ioctl(int descriptor, nuint request, out WindowSize size);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    private static partial nint Write(int descriptor, ReadOnlySpan<byte> bytes, nuint count);

    [LibraryImport("libc", EntryPoint = "sigaction")]
    private static partial int GetAction(int signal, nint none, Span<nint> action);

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint SetHandler(int signal, nint handler);

    [StructLayout(LayoutKind.Sequential)]
    private struct WindowSize
    {
        public ushort Rows;
        public ushort Columns;
        public ushort WidthPixels;
        public ushort HeightPixels;
    }
}
