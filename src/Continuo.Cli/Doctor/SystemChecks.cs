using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Continuo.Cli.Reports.Machine;
using Continuo.Threading;

namespace Continuo.Cli.Doctor;

/// <summary>Checks of the machine and its limits.</summary>
internal static class SystemChecks
{
    private const long GoodResolution = 1_000;

    public static IEnumerable<CheckReport> Run() => [Runtime(), OperatingSystemOf(), Processor(), Clock(), Scheduling(), LockedMemory()];

    private static CheckReport Runtime() =>
        new(".NET", CheckState.Ok, $"{RuntimeInformation.FrameworkDescription} ({RuntimeInformation.RuntimeIdentifier})");

    private static CheckReport OperatingSystemOf() => new("system", CheckState.Ok, RuntimeInformation.OSDescription);

    private static CheckReport Processor()
    {
        var vectors = Vector512.IsHardwareAccelerated
            ? "512-bit vectors"
            : Vector256.IsHardwareAccelerated ? "256-bit vectors" : Vector128.IsHardwareAccelerated ? "128-bit vectors" : "no vectors";
        return new CheckReport("processor", CheckState.Ok, $"{Environment.ProcessorCount} × {ProcessorName()}, {vectors}");
    }

    private static string ProcessorName()
    {
        const string CpuInfo = "/proc/cpuinfo";
        var line = File.Exists(CpuInfo)
            ? File.ReadLines(CpuInfo).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line?.Split(':', 2)[1].Trim() ?? RuntimeInformation.ProcessArchitecture.ToString();
    }

    private static CheckReport Clock()
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
            ? new CheckReport("clock", CheckState.Ok, detail)
            : new CheckReport("clock", CheckState.Warning, detail,
                "Select a better clock source; see /sys/devices/system/clocksource/clocksource0/available_clocksource");
    }

    private static CheckReport Scheduling()
    {
        var (refusal, granted) = ((string?)null, "");
        var trial = new Thread(() => (refusal, granted) = (RealTimePriority.TryRaise(), RealTimePriority.OfThisThread));
        trial.Start();
        trial.Join();
        if (refusal is null) return new CheckReport("real-time scheduling", CheckState.Ok, $"granted: {granted}");
        var parts = refusal.Split("; ", 2);
        return new CheckReport("real-time scheduling", CheckState.Warning, parts[0],
            parts.Length > 1 ? parts[1] : "Capture works without it, with less margin under load");
    }

    private static CheckReport LockedMemory()
    {
        const string Limits = "/proc/self/limits";
        var line = File.Exists(Limits)
            ? File.ReadLines(Limits).FirstOrDefault(l => l.StartsWith("Max locked memory", StringComparison.Ordinal))
            : null;
        if (line is null) return new CheckReport("locked memory", CheckState.Ok, "not limited by this system");
        var limit = line["Max locked memory".Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
        if (!long.TryParse(limit, CultureInfo.InvariantCulture, out var bytes))
        {
            return new CheckReport("locked memory", CheckState.Ok, limit);
        }

        return bytes >= 64 << 20
            ? new CheckReport("locked memory", CheckState.Ok, $"up to {bytes >> 20} MB")
            : new CheckReport("locked memory", CheckState.Warning, $"limited to {bytes >> 10} KB",
                "Allow more with 'memlock unlimited' for your group in /etc/security/limits.d/audio.conf");
    }
}
