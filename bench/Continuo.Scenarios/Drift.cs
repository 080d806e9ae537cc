using System.Globalization;
using Continuo.Simulation.Drift;

namespace Continuo.Scenarios;

/// <summary>Two clocks that differ, an hour of virtual time each: the delay, the purity of a tone, and what it costs.</summary>
internal static class Drift
{
    public static bool Run(double seconds)
    {
        var duration = TimeSpan.FromSeconds(seconds);
        DriftScenario Constant(double ppm) => DriftScenario.Constant(ppm, duration);
        DriftScenario Blocks(int write, int read) =>
            Constant(100) with { Name = $"+100 ppm, {write}→{read}", WriteFrames = write, ReadFrames = read };
        DriftScenario[] pure = [.. new double[] { -1000, -100, -10, 0, 10, 100, 1000 }.Select(Constant), Blocks(48, 48), Blocks(480, 48),
            Blocks(48, 480), Blocks(441, 480)];
        DriftScenario[] rough =
        [
            DriftScenario.Ramp(duration),
            Constant(100) with { Name = "+100 ppm, drop-outs", DropOuts = [.. Enumerable.Range(1, 9)
                .Select(i => (duration * i / 10, duration * i / 10 + TimeSpan.FromMilliseconds(30 * i)))] },
            Constant(100) with { Name = "+100 ppm, 0.1 ms late", Jitter = TimeSpan.FromMilliseconds(0.1) },
        ];
        Console.WriteLine(
            $"{duration.TotalMinutes:0.#} min each; 480 frames are written and read at once unless it says otherwise; "
                + "the blocks' own delay is 20 ms");
        Console.WriteLine(
            "definitions: off    = furthest from the target delay more than 1 s after the start (or a break), by the place that is heard");
        Console.WriteLine(
            "             THD+N  = worst second of a 997 Hz tone from 10 s on, by a four-parameter fit to each; 50 ms = worst fit to that");
        Console.WriteLine("             lost   = frames that were skipped, doubled or missing after the first was heard");
        Console.WriteLine(
            $"{"scenario",-24} {"lock",7} {"target",9} {"off",10} {"THD+N",9} {"50 ms",9} {"lost",6} {"drift",12} {"cost",9}");
        var fine = true;
        foreach (var scenario in pure.Concat(rough))
        {
            var report = DriftRun.Run(scenario, progress: Console.IsErrorRedirected ? null
                : share => Console.Error.Write($"\r{scenario.Name} {share:P0}   \r"));
            var lost = report.BadSteps + report.Statistics.Missing + report.Statistics.Jumps;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{report.Name,-24} {report.LockMs,4:F0} ms {report.TargetMs,6:F2} ms {report.WorstDelayErrorMs,7:F4} ms "
                    + $"{Db(report, report.WorstThdNoiseDb),9} {Db(report, report.WorstShortNoiseDb),9} {lost,6} "
                    + $"{report.DriftPpm,8:F3} ppm {report.TimesRealTime,5:F0} × rt"));
            fine &= report.LockMs <= 1000 && report.WorstDelayErrorMs <= 1 && report.BadSteps == 0;
            if (pure.Contains(scenario)) fine &= report.WorstThdNoiseDb <= -110 && lost == 0;
        }

        return fine;
    }

    private static string Db(DriftReport report, double value) =>
        report.MeasuredSeconds == 0 ? "–" : string.Create(CultureInfo.InvariantCulture, $"{value:F1} dB");
}
