using Continuo.Client.Contract.Messages;
using Continuo.Hosting;
using Continuo.Server.Logging;
using Continuo.Server.Recordings;
using Continuo.Server.Reports;
using Continuo.Server.Sessions;

namespace Continuo.Server.Events;

/// <summary>
/// Finds changes that no one reports: readers that come, go or fall behind, recordings that grow, sessions that change their state. Looks
/// four times a second while a client is connected, else not at all.
/// </summary>
internal sealed class ChangeWatch(
    AudioHost host,
    EventHub hub,
    StreamReports streams,
    ReaderReports readers,
    RecordingLibrary recordings,
    SessionTable sessions,
    TimeProvider time,
    ILogger<ChangeWatch> logger) : IDisposable
{
    private const int LooksPerRecordingEvent = 4;
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new(); // one look at a time
    private readonly Dictionary<string, int> _streams = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _sessions = new(StringComparer.Ordinal);
    private ITimer? _timer;
    private long _looks;

    /// <summary>Begins or ends looking.</summary>
    public void Run(bool isWatched)
    {
        lock (_gate)
        {
            _timer?.Dispose();
            _timer = null;
            _streams.Clear();
            _sessions.Clear();
            if (isWatched) _timer = time.CreateTimer(static watch => ((ChangeWatch)watch!).Look(), this, Period, Period);
        }
    }

    public void Dispose() => Run(false);

    private void Look()
    {
        if (!_gate.TryEnter()) return;
        try
        {
            if (_timer is null) return;
            LookAtStreams();
            LookAtSessions();
            if (++_looks % LooksPerRecordingEvent == 0)
            {
                foreach (var recording in recordings.Running()) hub.Publish(ChangeAction.Changed, recording);
            }
        }
        catch (ObjectDisposedException)
        {
            // The server stops.
        }
        catch (Exception e)
        {
            // A timer's exception would end the process.
            ServerLog.LookFailed(logger, e);
        }
        finally
        {
            _gate.Exit();
        }
    }

    private void LookAtStreams()
    {
        var inUse = new HashSet<long>();
        foreach (var snapshot in host.Snapshot().Streams)
        {
            if (!host.TryGetStream(snapshot.Name, out var stream)) continue;
            var signature = default(HashCode);
            foreach (var reader in stream.Readers)
            {
                inUse.Add(reader.Id);
                signature.Add(reader.Id);
                signature.Add(readers.StateOf(reader));
            }

            var now = signature.ToHashCode();
            var isKnown = _streams.TryGetValue(snapshot.Name, out var before);
            _streams[snapshot.Name] = now;
            if (isKnown && before != now && streams.Of(snapshot) is { } changed) hub.Publish(ChangeAction.Changed, changed);
        }

        readers.Forget(inUse);
    }

    private void LookAtSessions()
    {
        var all = sessions.All;
        foreach (var session in all)
        {
            var state = session.Statistics.State;
            if (_sessions.TryGetValue(session.Id, out var before) && before != state)
            {
                hub.Publish(ChangeAction.Changed, SessionReports.Of(session));
            }

            _sessions[session.Id] = state;
        }

        if (_sessions.Count <= all.Count) return;
        var ids = all.Select(s => s.Id).ToHashSet();
        foreach (var id in _sessions.Keys.Where(id => !ids.Contains(id)).ToArray()) _sessions.Remove(id);
    }
}
