using System.Diagnostics;
using System.Globalization;

namespace Continuo.Litmus.Model;

/// <summary>The command <c>litmus model</c>: prints every scenario and every control.</summary>
internal static class ModelRun
{
    /// <returns>The exit code: 0 if the scenarios hold and every missing fence is found, else 1.</returns>
    public static int Run()
    {
        var (time, holds) = (Stopwatch.StartNew(), true);
        foreach (var (scenario, violation, states) in FenceModel.Complete())
        {
            holds &= violation is null;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{scenario,-50} {states,9:N0} states  {violation ?? "holds"}"));
        }

        foreach (var fence in FenceModel.Fences)
        {
            var found = FenceModel.Without(fence);
            holds &= found is not null;
            Console.WriteLine($"without {fence,-22} {(found is { } f ? $"{f.Violation} ({f.Scenario})" : "NOT FOUND: nothing misses it")}");
        }

        Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture,
                $"{(holds ? "passed" : "FAILED")}: {FenceModel.Fences.Count} fences, {time.Elapsed.TotalSeconds:0.0} s"));
        return holds ? 0 : 1;
    }
}
