using System.Runtime.InteropServices;

namespace Continuo.Pipes.Interop;

/// <summary>Signals to other processes, on Unix.</summary>
internal static partial class Signals
{
    private const int Terminate = 15;
    private const int Kill = 9;

    /// <summary>Asks a process to end. One that is gone already is no failure.</summary>
    public static void SendTerminate(int process) => _ = SendSignal(process, Terminate);

    /// <summary>Ends a process.</summary>
    public static void SendKill(int process) => _ = SendSignal(process, Kill);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}
