using System.Globalization;

namespace Continuo.Devices.Pulse;

/// <summary>
/// Decides which clients and streams belong to an application that is named by process id or name. Children belong to it: a browser
/// plays from a process of its own. Names are compared whole, without case. Immutable, so thread-safe.
/// </summary>
internal sealed class ApplicationMatcher
{
    private readonly string _name;
    private readonly int _processId;

    /// <param name="target">A process id, or the name of an application, of its program or of its process.</param>
    public ApplicationMatcher(string target)
    {
        _name = target;
        if (int.TryParse(target, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0) _processId = id;
    }

    /// <summary>Whether what belongs to <paramref name="owner"/> belongs to the application.</summary>
    public bool Matches(PulseOwner owner)
    {
        if (_processId != 0) return owner.ProcessId == _processId || ProcessTree.Lineage(owner.ProcessId).Contains(_processId);
        if (IsName(owner.Application) || IsName(owner.Binary)) return true;
        return ProcessTree.Lineage(owner.ProcessId).Any(IsNamed);
    }

    /// <summary>Whether a process of that id or name runs, though it may not play yet.</summary>
    public bool IsRunning() => _processId != 0
        ? ProcessTree.Exists(_processId)
        : ProcessTree.All().Any(id => id != Environment.ProcessId && IsNamed(id));

    private bool IsNamed(int processId) => ProcessTree.NamesOf(processId).Any(IsName);

    private bool IsName(string? name) => string.Equals(name, _name, StringComparison.OrdinalIgnoreCase);
}
