using Continuo.Hosting.Watching;

namespace Continuo.Hosting.Tests.Watching;

/// <summary>What a watcher knows of a host after each event, and the proof that the events had no hole.</summary>
internal sealed class HostState
{
    private readonly SortedDictionary<string, string> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<long, string> _byVersion = [];
    private long _version = -1;

    public void Apply(HostEvent change)
    {
        if (change.Snapshot is { } snapshot)
        {
            if (_version >= 0) Assert.Equal(change.Version - _version, change.Missed);
            _entries.Clear();
            foreach (var s in snapshot.Streams) Set(s);
            foreach (var r in snapshot.Recordings) Set(r);
        }
        else
        {
            Assert.Equal(_version + 1, change.Version);
            if (change.Stream is { } stream) Set(stream);
            else if (change.Recording is { } recording) Set(recording);
            else _entries.Remove((change.Kind == HostEventKind.StreamRemoved ? "stream " : "recording ") + change.Name);
        }

        _version = change.Version;
        _byVersion[_version] = string.Join('\n', _entries.Select(e => $"{e.Key}: {e.Value}"));
    }

    public string? At(long version) => _byVersion.GetValueOrDefault(version);

    public static string Describe(HostSnapshot snapshot)
    {
        var state = new HostState();
        state.Apply(new HostEvent(snapshot.Version, HostEventKind.Snapshot, snapshot.Time) { Snapshot = snapshot });
        return state.At(snapshot.Version)!;
    }

    private void Set(StreamSnapshot s) => _entries["stream " + s.Name] = s.Health.ToString();

    private void Set(RecordingSnapshot r) => _entries["recording " + r.Name] = r.State.ToString();
}
