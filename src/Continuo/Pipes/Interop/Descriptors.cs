using System.Runtime.InteropServices;

namespace Continuo.Pipes.Interop;

/// <summary>Queries about open file descriptors on Unix.</summary>
internal static partial class Descriptors
{
    private const int GetStatusFlags = 3; // F_GETFL
    private const int AccessMode = 3; // O_ACCMODE; 0 is read-only

    /// <summary>Whether the descriptor is open for writing.</summary>
    public static bool IsWritable(int descriptor) =>
        Control(descriptor, GetStatusFlags, 0) is >= 0 and var flags && (flags & AccessMode) != 0;

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(int descriptor, int command, int argument);
}
