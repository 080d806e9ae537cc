using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Continuo.Mutation;

/// <summary>
/// What earlier runs have found out, so that a run that was stopped goes on, and one after an edit repeats only what the edit can change:
/// the reach of a test class holds until the mutated core or the class changes; that a mutant was found, until its own file changes; that it
/// survived, until any test or source changes.
/// </summary>
internal sealed class ResultFile
{
    private readonly string _path;
    private readonly string _core;
    private readonly string _all;
    private readonly string _tests;
    private readonly string[] _keys;
    private readonly Lock _lock = new();

    /// <summary>Reads what an earlier run has left, or begins a new file.</summary>
    public ResultFile(Layout layout, IReadOnlyList<Mutant> mutants, bool fresh)
    {
        _path = layout.Results;
        _core = Hash(Path.Combine(layout.Tests, "Continuo.dll"));
        _all = _core + Hash(Path.Combine(layout.Tests, "Continuo.Tests.dll"));
        _tests = layout.TestSources;
        _keys = [.. mutants.Select(mutant => Key(layout, mutant))];
        if (fresh || !File.Exists(_path))
        {
            File.WriteAllText(_path, "");
            return;
        }

        var ids = Enumerable.Range(0, mutants.Count).ToDictionary(id => _keys[id]);
        foreach (var parts in File.ReadLines(_path).Select(line => line.Split('\t')))
        {
            if (parts[0] == "cover")
            {
                if (parts[1] != _core || parts[2] != HashOf(parts[3])) continue;
                Covers[parts[3]] = new Cover(
                    [.. Words(parts[6]).Select(id => int.Parse(id, CultureInfo.InvariantCulture))],
                    TimeSpan.FromSeconds(double.Parse(parts[4], CultureInfo.InvariantCulture)),
                    Words(parts[5]));
            }
            else if (ids.TryGetValue(parts[2], out var id))
            {
                var verdict = Enum.Parse<Verdict>(parts[3]);
                if (MutationPage.Survives(verdict) && parts[1] != _all) Verdicts.Remove(id);
                else Verdicts[id] = verdict;
            }
        }
    }

    /// <summary>By test class.</summary>
    public Dictionary<string, Cover> Covers { get; } = [];

    public Dictionary<int, Verdict> Verdicts { get; } = [];

    public void AddCover(string name, Cover cover)
    {
        Covers[name] = cover;
        Append(string.Create(CultureInfo.InvariantCulture,
            $"cover\t{_core}\t{HashOf(name)}\t{name}\t{cover.Duration.TotalSeconds:0.00}\t{string.Join(' ', cover.Failing)}\t{string.Join(' ', cover.Reached)}"));
    }

    public void AddVerdict(int id, Verdict verdict)
    {
        lock (_lock) Verdicts[id] = verdict;
        Append($"verdict\t{_all}\t{_keys[id]}\t{verdict}");
    }

    private void Append(string line)
    {
        lock (_lock) File.AppendAllText(_path, line + "\n");
    }

    // The class lies in a file of its own name.
    private string HashOf(string testClass)
    {
        var path = Path.Combine(_tests, testClass["Continuo.Tests.".Length..].Replace('.', '/') + ".cs");
        return File.Exists(path) ? Hash(path) : _all;
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string Key(Layout layout, Mutant mutant)
    {
        var text = string.Create(CultureInfo.InvariantCulture,
            $"{mutant.File} {Hash(Path.Combine(layout.Sources, mutant.File))} {mutant.Span} {mutant.Operator} {mutant.Replacement}");
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text))[..8]);
    }

    private static string Hash(string path) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))[..8]);
}
