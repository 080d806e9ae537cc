using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Continuo.Mutation;

var seed = new Option<int>("--seed") { Description = "Seed of the random sample", DefaultValueFactory = _ => 1 };
var count = new Option<int>("--count") { Description = "Mutants, besides those that remove a release", DefaultValueFactory = _ => 130 };
var folders = new Option<string[]>("--folders")
{
    Description = "Folders of src/Continuo",
    AllowMultipleArgumentsPerToken = true,
    DefaultValueFactory = _ => ["Mixing", "Playing", "Recording", "Rendering", "Rings", "Streams", "Threading"],
};
var minutes = new Option<double>("--minutes") { Description = "Stop after this time; the next run goes on from there", DefaultValueFactory = _ => 60 };
var only = new Option<string?>("--only") { Description = "Only mutants whose file, operator and text contain this" };
var parallel = new Option<int>("--parallel") { Description = "Test programs at once", DefaultValueFactory = _ => Environment.ProcessorCount };
var budget = new Option<double>("--budget")
{
    Description = "Seconds of tests, besides those that mirror the file, that a mutant gets before it counts as a survivor",
    DefaultValueFactory = _ => 15,
};
var fresh = new Option<bool>("--fresh") { Description = "Forget what earlier runs have found out" };
var command = new RootCommand("Plants faults in the core and says which of them no test finds. Build the solution in Release first.")
{
    seed, count, folders, minutes, only, parallel, fresh, budget,
};
command.SetAction(parsed =>
{
    var watch = Stopwatch.StartNew();
    var limit = TimeSpan.FromMinutes(parsed.GetValue(minutes));
    var layout = new Layout();
    var assembly = new MutatedAssembly(layout);
    var all = parsed.GetValue(folders)!.SelectMany(assembly.Find).ToArray();
    var mutants = parsed.GetValue(only) is { } text
        ? Sample.Choose(all.Where(m => m.Key.Contains(text, StringComparison.OrdinalIgnoreCase)), int.MaxValue / 2, 0)
        : Sample.Choose(all, parsed.GetValue(count), parsed.GetValue(seed));
    layout.CopyTests();
    var planted = mutants.Count;
    assembly.Emit(mutants, Path.Combine(layout.Tests, "Continuo.dll"));
    Console.WriteLine($"{all.Length} places for mutants; {planted} chosen, {planted - mutants.Count} of which do not compile; {mutants.Count} planted");

    var tests = new TestProgram(layout);
    var results = new ResultFile(layout, mutants, parsed.GetValue(fresh));
    var classes = tests.Classes().Where(name =>
        parsed.GetValue(folders)!.Append("Live").Any(folder => name.StartsWith($"Continuo.Tests.{folder}.", StringComparison.Ordinal)));
    foreach (var name in classes.Where(name => !results.Covers.ContainsKey(name)))
    {
        if (watch.Elapsed > limit) return 3;
        var cover = tests.Cover(name);
        foreach (var test in cover.Failing) Console.WriteLine($"{test} fails without a mutant, and is left out");
        results.AddCover(name, cover);
    }

    var left = Enumerable.Range(0, mutants.Count).Where(id => !results.Verdicts.ContainsKey(id)).ToArray();
    Parallel.ForEach(left, new ParallelOptions { MaxDegreeOfParallelism = parsed.GetValue(parallel) }, id =>
    {
        if (watch.Elapsed > limit) return;
        var verdict = Test(id);
        results.AddVerdict(id, verdict);
        if (MutationPage.Survives(verdict))
        {
            Console.WriteLine(
                $"{verdict}: {mutants[id].File}:{mutants[id].Line} {mutants[id].Operator} {mutants[id].Original} → {mutants[id].Replacement}");
        }
    });

    var verdicts = results.Verdicts.Select(v => (Mutant: mutants[v.Key], Verdict: v.Value)).ToArray();
    var reasons = Reasons.Read(layout.Reasons);
    if (parsed.GetValue(only) is null) File.WriteAllText(layout.Page, MutationPage.Write(verdicts, mutants.Count, reasons, parsed.GetValue(seed)));
    if (verdicts.Length < mutants.Count) Console.WriteLine($"{verdicts.Length} of {mutants.Count} mutants tested; run again to go on");
    var found = verdicts.Count(v => !MutationPage.Survives(v.Verdict));
    var unexplained = verdicts.Count(v => MutationPage.Survives(v.Verdict) && !reasons.ContainsKey(v.Mutant.Key));
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{found} of {verdicts.Length} mutants found ({MutationPage.Share(verdicts):0.0} %), {unexplained} survivors without a reason"));
    return verdicts.Length < mutants.Count ? 3 : MutationPage.Share(verdicts) >= 90 ? 0 : 1;

    // The classes that mirror the file first: they find most. Then the others, those of the same folder before those of others and quick ones
    // before slow ones, as far as the budget goes.
    Verdict Test(int id)
    {
        var reaching = results.Covers.Where(c => c.Value.Reached.Contains(id))
            .OrderBy(c => mutants[id].IsInFolderOf(c.Key) ? 0 : 1).ThenBy(c => c.Value.Duration).ToArray();
        if (reaching.Length == 0) return Verdict.NotReached;
        var mirror = reaching.Where(c => mutants[id].IsMirroredBy(c.Key)).ToArray();
        var start = results.Covers.Values.Min(c => c.Duration);
        var left = TimeSpan.FromSeconds(parsed.GetValue(budget));
        var others = reaching.Except(mirror).TakeWhile(c => (left -= c.Value.Duration - start) > TimeSpan.Zero).ToArray();
        foreach (var group in new[] { mirror, others }.Where(g => g.Length > 0))
        {
            var time = TimeSpan.FromSeconds(5 + 3 * group.Sum(c => c.Value.Duration.TotalSeconds));
            var verdict = tests.Run([.. group.Select(c => c.Key)], [.. group.SelectMany(c => c.Value.Failing)], id, time);
            if (verdict != Verdict.Survived) return verdict;
        }

        return Verdict.Survived;
    }
});
return command.Parse(args).Invoke();
