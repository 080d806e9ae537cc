using System.Globalization;
using Continuo.Audio;
using Continuo.Cli.Options;
using Continuo.Cli.Output;
using Continuo.Cli.Reports.Machine;
using Continuo.Clocks;
using Continuo.Diagnostics;
using Continuo.Playing;
using Continuo.Threading;

namespace Continuo.Cli.Doctor;

/// <summary>Measures how late this machine wakes a thread with an output's priority, and stores the result.</summary>
internal static class WakeUpMeasurement
{
    private const int BarWidth = 40;
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Measures for the given time, with a progress bar, and stores the result; <see langword="null"/> if interrupted.</summary>
    /// <exception cref="AudioException">The result cannot be stored.</exception>
    public static WakeUpReport? Run(TimeSpan duration, CommandContext context)
    {
        using var stop = new WakeSignal();
        using var interruption = context.Stop.Register(stop.Set);
        var meter = new WakeUpMeter(SystemClock.Instance);
        string? refusal = null;
        var thread = new Thread(() =>
        {
            refusal = RealTimePriority.TryRaise();
            meter.Run(duration, stop);
        })
        { Name = "measure wake-ups", IsBackground = true };
        var begin = SystemClock.Instance.Now;
        thread.Start();
        while (!thread.Join(PollInterval)) Show(context.Output, (SystemClock.Instance.Now - begin) / (duration.Ticks * 100.0), duration);
        context.Output.EndProgress();
        if (context.Stop.IsCancellationRequested) return null;

        var lateness = meter.Lateness.Snapshot();
        var profile = MachineProfile.Of(lateness, duration, refusal is null, DateTimeOffset.UtcNow);
        if (MachineProfileFile.Path is { } path) MachineProfileFile.Save(profile, path);
        var presets = Enum.GetValues<PlaybackPreset>().ToDictionary(p => p.ToString().ToLowerInvariant(),
            p => PlaybackOptions.For(p, profile).WriteAhead.TotalMilliseconds);
        return new WakeUpReport(profile, profile.SafeAhead(128).TotalMilliseconds, presets, WakeUpReport.Bars(lateness), refusal,
            MachineProfileFile.Path);
    }

    /// <summary>The histogram and its consequences as text.</summary>
    public static IEnumerable<string> Describe(WakeUpReport report)
    {
        var machine = report.Machine;
        yield return string.Create(CultureInfo.InvariantCulture,
            $"{machine.Wakes} wake-ups in {machine.Seconds:0.#} s, {(machine.RealTimePriority ? "with" : "without")} real-time priority: "
            + $"late by p50 {machine.P50Ms:0.000} ms, p99 {machine.P99Ms:0.000} ms, p99.9 {machine.P999Ms:0.000} ms, max "
            + $"{machine.MaxMs:0.000} ms");
        var most = Math.Max(1, report.Histogram.Max(b => b.Wakes));
        foreach (var bar in report.Histogram)
        {
            var limit = bar.UpToMs is { } ms ? string.Create(CultureInfo.InvariantCulture, $"≤ {ms,5:0.##} ms") : "  later  ";

            // Logarithmic, because the few late wake-ups matter.
            yield return $"  {limit} {bar.Wakes,8} {MeterBar.Part(Math.Log(1 + bar.Wakes) / Math.Log(1 + most), BarWidth)}".TrimEnd();
        }

        yield return string.Create(CultureInfo.InvariantCulture,
            $"The smallest safe buffer is {report.SmallestSafeMs:0} ms. Output buffers: "
            + $"{string.Join(", ", report.Presets.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Key} {p.Value:0} ms")))}");
        yield return report.StoredIn is { } path
            ? $"Stored in {path}. Measure again after changes to the machine."
            : "Not stored: this user has no home directory.";
    }

    private static void Show(CommandOutput output, double share, TimeSpan duration) =>
        output.Progress($"▕{MeterBar.Part(Math.Min(1, share), BarWidth)}▏ measuring wake-ups for {Durations.Show(duration)}");
}
