using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Continuo.Mutation;

/// <summary>The copied tests, run as processes of their own.</summary>
internal sealed partial class TestProgram(Layout layout)
{
    private string Program => Path.Combine(layout.Tests, "Continuo.Tests");

    /// <summary>The full names of all test classes.</summary>
    public string[] Classes() => [.. Run(["-list", "classes"], [], TimeSpan.FromMinutes(1)).Output.Split('\n', StringSplitOptions.TrimEntries)
        .Where(line => line.StartsWith("Continuo.", StringComparison.Ordinal))];

    /// <summary>Runs one class without a mutant: which switches it passes, and how long it takes. Tests that fail are left out from then on.</summary>
    public Cover Cover(string name)
    {
        var prefix = Path.Combine(layout.Work, "coverage");
        foreach (var old in Directory.EnumerateFiles(layout.Work, "coverage.*")) File.Delete(old);
        var watch = Stopwatch.StartNew();
        var (ended, code, output) = Run(Select([name], []), new() { ["CONTINUO_MUTANT_COVERAGE"] = prefix }, TimeSpan.FromMinutes(3));
        var failed = Failure().Matches(output).Select(match => match.Groups[1].Value).Distinct().ToArray();
        if (!ended || (code != 0 && failed.Length == 0))
        {
            throw new InvalidOperationException($"{name} does not end without a mutant, or not in order.\n{output}");
        }

        var reached = Directory.EnumerateFiles(layout.Work, "coverage.*")
            .SelectMany(File.ReadLines)
            .Select(line => int.Parse(line, CultureInfo.InvariantCulture))
            .ToHashSet();
        return new Cover(reached, watch.Elapsed, failed);
    }

    /// <summary>
    /// Runs classes with a mutant. One that does not end within <paramref name="limit"/> counts only if the same classes end without the mutant
    /// in half that time: a machine that is busy with other work must not be taken for a test that noticed something.
    /// </summary>
    public Verdict Run(IReadOnlyCollection<string> classes, IReadOnlyCollection<string> without, int mutant, TimeSpan limit)
    {
        while (true)
        {
            var (ended, code) = Run(classes, without, mutant.ToString(CultureInfo.InvariantCulture), limit);
            if (ended) return code == 0 ? Verdict.Survived : Verdict.Found;
            if (Run(classes, without, "", limit / 2).Ended) return Verdict.TimedOut;
            limit *= 2;
        }
    }

    [GeneratedRegex(@"^\s+(Continuo\.[\w.+]+).* \[FAIL\]", RegexOptions.Multiline)]
    private static partial Regex Failure();

    private static IEnumerable<string> Select(IEnumerable<string> classes, IEnumerable<string> without) =>
        ["-trait-", "RealTime=*", .. classes.SelectMany(name => new[] { "-class", name }), .. without.SelectMany(name => new[] { "-method-", name })];

    private (bool Ended, int Code) Run(IEnumerable<string> classes, IEnumerable<string> without, string mutant, TimeSpan limit)
    {
        var (ended, code, _) = Run(["-stopOnFail", .. Select(classes, without)], new() { ["CONTINUO_MUTANT"] = mutant }, limit);
        return (ended, code);
    }

    private (bool Ended, int Code, string Output) Run(IEnumerable<string> arguments, Dictionary<string, string> environment, TimeSpan limit)
    {
        var start = new ProcessStartInfo(Program, ["-noColor", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = layout.Tests,
        };
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
