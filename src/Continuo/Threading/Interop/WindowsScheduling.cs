using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Continuo.Threading.Interop;

/// <summary>The Multimedia Class Scheduler Service.</summary>
[SupportedOSPlatform("windows")]
internal static partial class WindowsScheduling
{
    [LibraryImport("avrt.dll", EntryPoint = "AvSetMmThreadCharacteristicsW", SetLastError = true,
        StringMarshalling = StringMarshalling.Utf16)]
    public static partial nint SetThreadCharacteristics(string task, ref uint taskIndex);
}
