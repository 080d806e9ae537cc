using System.Diagnostics;
using System.Globalization;

namespace Continuo.Mutation;

/// <summary>The copied tests, run as processes of their own.</summary>
internal sealed class TestProgram(Layout layout)
{
    private string Program => Path.Combine(layout.Tests, "Continuo.Tests");

    /// <summary>The full names of all test classes.</summary>
    public string[] Classes() => [.. Run(["-list", "classes"], [], TimeSpan.FromMinutes(1)).Output.Split('\n', StringSplitOptions.TrimEntries)
        .Where(line => line.StartsWith("Continuo.", StringComparison.Ordinal))];

    /// <summary>Runs one class without a mutant: which switches it passes, and how long it takes.</summary>
    public (HashSet<int> Reached, TimeSpan Duration, bool Passed) Cover(string name)
    {
        var prefix = Path.Combine(layout.Work, "coverage");
        foreach (var old in Directory.EnumerateFiles(layout.Work, "coverage.*")) File.Delete(old);
        var watch = Stopwatch.StartNew();
        var (ended, code, _) = Run(["-class", name], new() { ["CONTINUO_MUTANT_COVERAGE"] = prefix }, TimeSpan.FromMinutes(3));
        var reached = Directory.EnumerateFiles(layout.Work, "coverage.*").SelectMany(File.ReadLines).Select(line => int.Parse(line, CultureInfo.InvariantCulture)).ToHashSet();
        return (reached, watch.Elapsed, ended && code == 0);
    }

    /// <summary>Runs classes with a mutant; false if a test fails, the program dies or does not end in time.</summary>
    public Verdict Run(IEnumerable<string> classes, int mutant, TimeSpan limit)
    {
        var (ended, code, _) = Run(["-stopOnFail", .. classes.SelectMany(name => new[] { "-class", name })], new() { ["CONTINUO_MUTANT"] = mutant.ToString(CultureInfo.InvariantCulture) }, limit);
        return !ended ? Verdict.TimedOut : code == 0 ? Verdict.Survived : Verdict.Found;
    }

    private (bool Ended, int Code, string Output) Run(string[] arguments, Dictionary<string, string> environment, TimeSpan limit)
    {
        var start = new ProcessStartInfo(Program, ["-noColor", .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = layout.Tests };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        _ = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(limit))
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            return (false, -1, "");
        }

        return (true, process.ExitCode, output.Result);
    }
}
