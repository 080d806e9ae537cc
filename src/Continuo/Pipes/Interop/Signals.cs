using System.Runtime.InteropServices;

namespace Continuo.Pipes.Interop;

/// <summary>Sends signals to other processes on Unix.</summary>
internal static partial class Signals
{
    private const int Terminate = 15;
    private const int Kill = 9;

    /// <summary>Sends SIGTERM. A process that has already exited is not an error.</summary>
    public static void SendTerminate(int process) => _ = SendSignal(process, Terminate);

    /// <summary>Sends SIGKILL.</summary>
    public static void SendKill(int process) => _ = SendSignal(process, Kill);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}
