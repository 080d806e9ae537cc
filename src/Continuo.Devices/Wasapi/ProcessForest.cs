using System.Globalization;
using System.Runtime.Versioning;
using Continuo.Devices.Wasapi.Interop;

namespace Continuo.Devices.Wasapi;

/// <summary>
/// A snapshot of all processes, to find those of an application: by process id or by program name, ignoring case and <c>.exe</c>. Child
/// processes belong to it. Needs no Windows. Immutable and thread-safe.
/// </summary>
internal sealed class ProcessForest
{
    // Deeper than any real tree; also ends a walk through ids that were reused.
    private const int MaxDepth = 64;
    private const string Extension = ".exe";

    private readonly Dictionary<int, ProcessEntry> _processes = [];

    /// <param name="processes">All processes.</param>
    public ProcessForest(IEnumerable<ProcessEntry> processes)
    {
        foreach (var process in processes) _processes[process.Id] = process;
    }

    /// <summary>The processes as they are now; none if Windows refuses to tell.</summary>
    [SupportedOSPlatform("windows")]
    public static ProcessForest Snapshot() => new(Processes.List());

    /// <summary>Name of a process without <c>.exe</c>; <see langword="null"/> if it does not run.</summary>
    public string? NameOf(int processId) => _processes.TryGetValue(processId, out var process) ? WithoutExtension(process.Name) : null;

    /// <summary>
    /// The process whose tree is the application: of several that match, the first that has a session, or else the first of all.
    /// </summary>
    /// <param name="application">Process id or program name.</param>
    /// <param name="playing">Ids of the processes that have a session.</param>
    /// <returns>The id; 0 if no such process runs.</returns>
    public int RootOf(string application, IReadOnlyCollection<int> playing)
    {
        var roots = RootsOf(application);
        return roots.FirstOrDefault(r => playing.Any(p => Contains(r, p)), roots.FirstOrDefault());
    }

    /// <summary>The outermost processes of an application, by ascending id; empty if none runs.</summary>
    /// <param name="application">Process id or program name.</param>
    public int[] RootsOf(string application)
    {
        if (int.TryParse(application, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0)
            return _processes.ContainsKey(id) ? [id] : [];
        return
        [
            .. _processes.Values
                .Where(p => IsNamed(p, application) && !Ancestors(p.Id).Any(a => IsNamed(a, application)))
                .Select(p => p.Id)
                .Order(),
        ];
    }

    /// <summary>Whether a process is the root or one of its descendants.</summary>
    public bool Contains(int root, int processId) => processId == root || Ancestors(processId).Any(a => a.Id == root);

    private static bool IsNamed(ProcessEntry process, string name) =>
        string.Equals(WithoutExtension(process.Name), WithoutExtension(name), StringComparison.OrdinalIgnoreCase);

    private static string WithoutExtension(string name) =>
        name.EndsWith(Extension, StringComparison.OrdinalIgnoreCase) ? name[..^Extension.Length] : name;

    private IEnumerable<ProcessEntry> Ancestors(int processId)
    {
        for (var depth = 0; depth < MaxDepth && _processes.TryGetValue(processId, out var process); depth++)
        {
            if (process.ParentId == processId || !_processes.TryGetValue(process.ParentId, out var parent)) yield break;
            yield return parent;
            processId = parent.Id;
        }
    }
}
