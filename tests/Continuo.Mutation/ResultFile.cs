using System.Globalization;

namespace Continuo.Mutation;

/// <summary>What is known about the mutants of one build; a run that was stopped goes on from here.</summary>
internal sealed class ResultFile
{
    private readonly string _path;
    private readonly Lock _lock = new();

    /// <summary>Reads what an earlier run of the same build has left, or begins a new file.</summary>
    public ResultFile(Layout layout, string build)
    {
        _path = layout.Results;
        if (!File.Exists(_path) || File.ReadLines(_path).FirstOrDefault() != build)
        {
            File.WriteAllText(_path, build + "\n");
            return;
        }

        foreach (var parts in File.ReadLines(_path).Skip(1).Select(line => line.Split('\t')))
        {
            if (parts[0] == "verdict") Verdicts[int.Parse(parts[1], CultureInfo.InvariantCulture)] = Enum.Parse<Verdict>(parts[2]);
            else Covers[parts[1]] = ([.. parts[3].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(id => int.Parse(id, CultureInfo.InvariantCulture))], TimeSpan.FromSeconds(double.Parse(parts[2], CultureInfo.InvariantCulture)));
        }
    }

    /// <summary>By test class: which mutants it reaches, and how long it takes.</summary>
    public Dictionary<string, (HashSet<int> Reached, TimeSpan Duration)> Covers { get; } = [];

    public Dictionary<int, Verdict> Verdicts { get; } = [];

    public void AddCover(string name, HashSet<int> reached, TimeSpan duration)
    {
        Covers[name] = (reached, duration);
        Append(string.Create(CultureInfo.InvariantCulture, $"cover\t{name}\t{duration.TotalSeconds:0.00}\t{string.Join(' ', reached)}"));
    }

    public void AddVerdict(int id, Verdict verdict)
    {
        lock (_lock) Verdicts[id] = verdict;
        Append(string.Create(CultureInfo.InvariantCulture, $"verdict\t{id}\t{verdict}"));
    }

    private void Append(string line)
    {
        lock (_lock) File.AppendAllText(_path, line + "\n");
    }
}
