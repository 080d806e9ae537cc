using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Continuo.Threading;

namespace Continuo.Hosting.Checks;

/// <summary>Checks of the machine and its limits.</summary>
internal static class SystemChecks
{
    private const long GoodResolution = 1_000;

    public static IEnumerable<MachineCheck> Run() => [Runtime(), OperatingSystemOf(), Processor(), Clock(), Scheduling(), LockedMemory()];

    private static MachineCheck Runtime() =>
        new("runtime", ".NET", CheckState.Ok, $"{RuntimeInformation.FrameworkDescription} ({RuntimeInformation.RuntimeIdentifier})");

    private static MachineCheck OperatingSystemOf() => new("system", "system", CheckState.Ok, RuntimeInformation.OSDescription);

    private static MachineCheck Processor()
    {
        var vectors = Vector512.IsHardwareAccelerated
            ? "512-bit vectors"
            : Vector256.IsHardwareAccelerated ? "256-bit vectors" : Vector128.IsHardwareAccelerated ? "128-bit vectors" : "no vectors";
        return new MachineCheck("processor", "processor", CheckState.Ok, $"{Environment.ProcessorCount} × {ProcessorName()}, {vectors}");
    }

    private static string ProcessorName()
    {
        const string CpuInfo = "/proc/cpuinfo";
        var line = File.Exists(CpuInfo)
            ? File.ReadLines(CpuInfo).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line?.Split(':', 2)[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }

    private static MachineCheck Clock()
    {
        var step = long.MaxValue;
        for (var i = 0; i < 10_000; i++)
        {
            var before = Stopwatch.GetTimestamp();
            var after = Stopwatch.GetTimestamp();
            if (after > before) step = Math.Min(step, after - before);
        }

        var nanoseconds = step * 1e9 / Stopwatch.Frequency;
        var detail = string.Create(CultureInfo.InvariantCulture,
            $"{Stopwatch.Frequency / 1e6:0.###} MHz, smallest step measured {nanoseconds:0} ns");
        return nanoseconds <= GoodResolution
            ? new MachineCheck("clock", "clock", CheckState.Ok, detail)
            : new MachineCheck("clock", "clock", CheckState.Warning, detail,
                Advice: "Select a better clock source; see /sys/devices/system/clocksource/clocksource0/available_clocksource");
    }

    private static MachineCheck Scheduling()
    {
        var (refusal, granted) = ((string?)null, "");
        var trial = new Thread(() => (refusal, granted) = (RealTimePriority.TryRaise(), RealTimePriority.OfThisThread));
        trial.Start();
        trial.Join();
        if (refusal is null) return new MachineCheck("real-time-scheduling", "real-time scheduling", CheckState.Ok, $"granted: {granted}");
        var parts = refusal.Split("; ", 2);
        return new MachineCheck("real-time-scheduling", "real-time scheduling", CheckState.Warning, parts[0],
            Advice: parts.Length > 1 ? parts[1] : "Capture works without it, with less margin under load");
    }

    private static MachineCheck LockedMemory()
    {
        const string Limits = "/proc/self/limits"; // Wine has it, too: it says nothing of Windows
        var line = OperatingSystem.IsLinux() && File.Exists(Limits)
            ? File.ReadLines(Limits).FirstOrDefault(l => l.StartsWith("Max locked memory", StringComparison.Ordinal))
            : null;
        if (line is null) return new MachineCheck("locked-memory", "locked memory", CheckState.Ok, "not limited by this system");
        var limit = line["Max locked memory".Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
        if (!long.TryParse(limit, CultureInfo.InvariantCulture, out var bytes))
        {
            return new MachineCheck("locked-memory", "locked memory", CheckState.Ok, limit);
        }

        return bytes >= 64 << 20
            ? new MachineCheck("locked-memory", "locked memory", CheckState.Ok, $"up to {bytes >> 20} MB")
            : new MachineCheck("locked-memory", "locked memory", CheckState.Warning, $"limited to {bytes >> 10} KB",
                Advice: "Allow more with 'memlock unlimited' for your group in /etc/security/limits.d/audio.conf");
    }
}
