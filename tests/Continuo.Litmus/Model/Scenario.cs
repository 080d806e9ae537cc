namespace Continuo.Litmus.Model;

/// <summary>A few threads on a small memory, and what must hold of every end.</summary>
internal sealed class Scenario(string name, string? without)
{
    private readonly HashSet<string> _fences = [];
    private readonly List<int> _memory = [];
    private readonly List<ThreadProgram> _threads = [];

    public string Name => name;

    /// <summary>The fences that its threads carry, the one left out included.</summary>
    public IReadOnlySet<string> Fences => _fences;

    public IReadOnlyList<int> Memory => _memory;

    public IReadOnlyList<ThreadProgram> Threads => _threads;

    /// <summary>Says what is wrong with an end; <see langword="null"/> if nothing is.</summary>
    public Func<Outcome, string?> Verdict { get; set; } = _ => null;

    /// <returns>The number of a new location.</returns>
    public int Location(int initial = 0)
    {
        _memory.Add(initial);
        return _memory.Count - 1;
    }

    public ThreadProgram Thread()
    {
        _threads.Add(new ThreadProgram(without, _fences));
        return _threads[^1];
    }
}
