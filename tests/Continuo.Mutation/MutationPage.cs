using System.Globalization;
using System.Text;

namespace Continuo.Mutation;

/// <summary>Writes <c>docs/mutation.md</c>.</summary>
internal static class MutationPage
{
    /// <summary>The page for these verdicts; <paramref name="reasons"/> says of known survivors why no test can or need find them.</summary>
    public static string Write(IReadOnlyList<(Mutant Mutant, Verdict Verdict)> verdicts, int planted, IReadOnlyDictionary<string, string> reasons, int seed)
    {
        var page = new StringBuilder();
        var culture = CultureInfo.InvariantCulture;
        page.Append(culture, $"""
            # Mutation testing

            Written by `dotnet run -c Release --project tests/Continuo.Mutation` (seed {seed}). The command plants small faults (mutants) in `src/Continuo`,
            one at a time, and runs those test classes of these folders that reach the changed place, as far as a budget of time goes. A mutant is
            *found* if a test fails or does not end. Every removed call that releases or ends something is planted; of the rest a random sample. Checks of
            arguments for null and debug assertions are not mutated; nor are `Interop` folders and `Threading/RealTime*`, which need the system's services.

            | folder | mutants | found | did not end | survived |
            |---|---:|---:|---:|---:|

            """);
        foreach (var folder in verdicts.GroupBy(v => v.Mutant.Folder).OrderBy(f => f.Key, StringComparer.Ordinal))
        {
            Row(folder.Key, [.. folder.Select(v => v.Verdict)]);
        }

        Row("**all**", [.. verdicts.Select(v => v.Verdict)]);
        page.Append(culture,
            $"\nFound: {Share(verdicts):0.0} % of {verdicts.Count} mutants tested; {planted} are planted.\n\n| operator | mutants | survived |\n|---|---:|---:|\n");
        foreach (var kind in verdicts.GroupBy(v => v.Mutant.Operator).OrderBy(k => k.Key))
        {
            page.Append(culture, $"| {Name(kind.Key)} | {kind.Count()} | {kind.Count(v => Survives(v.Verdict))} |\n");
        }

        page.Append("\n## Survivors\n\n| place | change | why |\n|---|---|---|\n");
        foreach (var (mutant, verdict) in verdicts.Where(v => Survives(v.Verdict))
                .OrderBy(v => v.Mutant.File, StringComparer.Ordinal)
                .ThenBy(v => v.Mutant.Line))
        {
            var why = reasons.GetValueOrDefault(mutant.Key, verdict == Verdict.NotReached ? "no test reaches it" : "a test is missing");
            var change = mutant.Replacement.Length == 0 ? $"removed: `{Cell(mutant.Original)}`" : $"`{Cell(mutant.Original)}` → `{Cell(mutant.Replacement)}`";
            page.Append(culture, $"| `{mutant.File}:{mutant.Line}` | {change} | {why} |\n");
        }

        return page.ToString();

        void Row(string name, Verdict[] of) =>
            page.Append(culture,
                $"| {name} | {of.Length} | {of.Count(v => v == Verdict.Found)} | {of.Count(v => v == Verdict.TimedOut)} | {of.Count(Survives)} |\n");
    }

    /// <summary>The share of mutants that were found, in percent.</summary>
    public static double Share(IReadOnlyList<(Mutant Mutant, Verdict Verdict)> verdicts) => 100.0 * verdicts.Count(v => !Survives(v.Verdict)) / verdicts.Count;

    public static bool Survives(Verdict verdict) => verdict is Verdict.Survived or Verdict.NotReached;

    private static string Name(MutationOperator kind) => kind switch
    {
        MutationOperator.Boundary => "`<` ↔ `<=`, `>` ↔ `>=`",
        MutationOperator.Negation => "condition negated",
        MutationOperator.Arithmetic => "`+` ↔ `-`, `*` ↔ `/`, `<<` ↔ `>>`",
        MutationOperator.RemoveStatement => "statement removed",
        MutationOperator.Constant => "constant + 1",
        MutationOperator.ReturnDefault => "default returned",
        MutationOperator.Boolean => "`true` ↔ `false`",
        _ => "`&&` ↔ `||`",
    };

    private static string Cell(string text) => (text.Length > 110 ? text[..107] + "…" : text).Replace("|", "\\|", StringComparison.Ordinal);
}
