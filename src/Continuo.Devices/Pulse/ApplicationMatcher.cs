using System.Globalization;

namespace Continuo.Devices.Pulse;

/// <summary>
/// Decides which clients and streams belong to an application given by process id or name. Child processes belong to it: a browser plays
/// from a process of its own. Names are compared as a whole, ignoring case. Immutable and thread-safe.
/// </summary>
internal sealed class ApplicationMatcher
{
    private readonly string _name;
    private readonly int _processId;

    /// <param name="target">A process id, or the name of an application, its program or its process.</param>
    public ApplicationMatcher(string target)
    {
        _name = target;
        if (int.TryParse(target, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0) _processId = id;
    }

    /// <summary>Whether a stream or client of <paramref name="owner"/> belongs to the application.</summary>
    public bool Matches(PulseOwner owner)
    {
        if (_processId != 0) return owner.ProcessId == _processId || ProcessTree.Lineage(owner.ProcessId).Contains(_processId);
        if (IsName(owner.Application) || IsName(owner.Binary)) return true;
        return ProcessTree.Lineage(owner.ProcessId).Any(IsNamed);
    }

    /// <summary>Whether a process with that id or name is running, even if it does not play yet.</summary>
    public bool IsRunning() => _processId != 0
        ? ProcessTree.Exists(_processId)
        : ProcessTree.All().Any(id => id != Environment.ProcessId && IsNamed(id));

    private bool IsNamed(int processId) => ProcessTree.NamesOf(processId).Any(IsName);

    private bool IsName(string? name) => string.Equals(name, _name, StringComparison.OrdinalIgnoreCase);
}
