using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Continuo.Diagnostics;

namespace Continuo.Threading;

/// <summary>
/// Sleeping on a 32-bit word until another thread (on Linux: or process) signals a change: futex on Linux, WaitOnAddress on Windows. On
/// other systems <see cref="IsSupported"/> is <see langword="false"/> and readers poll.
/// </summary>
internal static unsafe partial class AddressWait
{
    private const int FutexWait = 0;
    private const int FutexWake = 1;

    // System call numbers are part of the kernel's interface for each architecture.
    private static readonly nint FutexNumber = RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => 202,
        Architecture.Arm64 or Architecture.RiscV64 or Architecture.LoongArch64 => 98,
        _ => -1,
    };

    /// <summary>Whether this platform can sleep on an address.</summary>
    [RealTime]
    public static bool IsSupported { get; } = (OperatingSystem.IsLinux() && FutexNumber > 0) || OperatingSystem.IsWindows();

    /// <summary>
    /// Sleeps while <c>*word == expected</c>, at most <paramref name="nanoseconds"/> (<see cref="long.MaxValue"/>: 292 years). Wake-ups may
    /// be spurious.
    /// </summary>
    public static void Wait(int* word, int expected, long nanoseconds)
    {
        if (nanoseconds <= 0) return;
        if (OperatingSystem.IsWindows())
        {
            _ = WaitOnAddress(word, &expected, sizeof(int), (uint)Math.Min(uint.MaxValue - 1, (nanoseconds + 999_999) / 1_000_000));
        }
        else
        {
            // A relative wait, which the kernel measures on CLOCK_MONOTONIC.
            var time = new TimeSpec { Seconds = (nint)(nanoseconds / 1_000_000_000), Nanoseconds = (nint)(nanoseconds % 1_000_000_000) };
            Futex(FutexNumber, word, FutexWait, expected, &time, null, 0);
        }
    }

    /// <summary>Wakes all threads that sleep on <paramref name="word"/>. One system call.</summary>
    [RealTime]
    public static void WakeAll(int* word)
    {
        if (OperatingSystem.IsWindows()) WakeByAddressAll(word);
        else Futex(FutexNumber, word, FutexWake, int.MaxValue, null, null, 0);
    }

    [LibraryImport("libc", EntryPoint = "syscall")]
    [RealTime]
    private static partial nint Futex(nint number, int* word, int operation, int value, TimeSpec* timeout, int* word2, int value3);

    [LibraryImport("api-ms-win-core-synch-l1-2-0.dll")]
    [SupportedOSPlatform("windows")]
    private static partial int WaitOnAddress(void* address, void* compare, nuint size, uint milliseconds);

    [LibraryImport("api-ms-win-core-synch-l1-2-0.dll")]
    [SupportedOSPlatform("windows")]
    [RealTime]
    private static partial void WakeByAddressAll(void* address);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
