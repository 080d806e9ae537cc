using System.Runtime.InteropServices;

namespace Continuo.Rtp.Tests.Sockets;

/// <summary>Options of sockets that the framework does not know; nothing elsewhere than on Linux.</summary>
internal static partial class LinuxOption
{
    /// <summary>SO_NO_CHECK.</summary>
    public const int NoChecksums = 11;

    private const int SocketLevel = 1;

    public static void Set(SafeHandle socket, int option, int value)
    {
        if (OperatingSystem.IsLinux()) Assert.Equal(0, SetOption(socket, SocketLevel, option, in value, sizeof(int)));
    }

    [LibraryImport("libc", EntryPoint = "setsockopt")]
    private static partial int SetOption(SafeHandle socket, int level, int option, in int value, uint bytes);
}
