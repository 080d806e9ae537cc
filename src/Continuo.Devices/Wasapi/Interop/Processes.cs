using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Continuo.Devices.Wasapi.Interop;

/// <summary>All processes with their parents (tlhelp32.h).</summary>
[SupportedOSPlatform("windows")]
internal static unsafe partial class Processes
{
    private const uint SnapshotProcesses = 2;
    private const int NameLength = 260;
    private static readonly nint InvalidHandle = -1;

    /// <summary>Lists them. Empty if Windows refuses it.</summary>
    public static List<ProcessEntry> List()
    {
        var processes = new List<ProcessEntry>();
        var snapshot = CreateSnapshot(SnapshotProcesses, 0);
        if (snapshot == InvalidHandle) return processes;
        var entry = new Entry { Size = (uint)sizeof(Entry) };
        for (var has = First(snapshot, ref entry); has != 0; has = Next(snapshot, ref entry))
        {
            processes.Add(new ProcessEntry((int)entry.ProcessId, (int)entry.ParentId, new string(entry.Name)));
        }

        _ = CloseHandle(snapshot);
        return processes;
    }

    [LibraryImport("kernel32", EntryPoint = "CreateToolhelp32Snapshot")]
    private static partial nint CreateSnapshot(uint flags, uint processId);

    [LibraryImport("kernel32", EntryPoint = "Process32FirstW")]
    private static partial int First(nint snapshot, ref Entry entry);

    [LibraryImport("kernel32", EntryPoint = "Process32NextW")]
    private static partial int Next(nint snapshot, ref Entry entry);

    [LibraryImport("kernel32")]
    private static partial int CloseHandle(nint handle);

    [StructLayout(LayoutKind.Sequential)]
    private struct Entry
    {
        public uint Size;
        public uint Usage;
        public uint ProcessId;
        public nuint DefaultHeap;
        public uint Module;
        public uint Threads;
        public uint ParentId;
        public int Priority;
        public uint Flags;
        public fixed char Name[NameLength];
    }
}
