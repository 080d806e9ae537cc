using System.Runtime.InteropServices;
using Continuo.Devices.Pulse.Interop;

namespace Continuo.Devices.Pulse.Applications;

/// <summary>
/// Detects sink inputs that repeat audio heard elsewhere: the output of a filter (remap, combine, echo-cancel, LADSPA, PipeWire's filter
/// chains), whose input is a sink of the same group, and a loopback that records a sink's monitor. A loopback from a microphone or line
/// repeats nothing. Used by the connection's thread only; queries do not wait.
/// </summary>
internal sealed class FilterMap(PulseConnection connection) : IDisposable
{
    private const int MaxDepth = 8;

    private readonly HashSet<string> _known = [];
    private readonly HashSet<string> _wanted = [];
    private readonly HashSet<string> _asked = [];
    private Picture _now = new();
    private Picture _next = new();
    private nint _operation;
    private bool _again;

    /// <summary>The sinks as of the server's last answer.</summary>
    public IReadOnlyList<PulseEndpoint> Sinks => _now.Sinks;

    /// <summary>Whether any group has been queried.</summary>
    public bool HasGroups => _known.Count > 0 || _wanted.Count > 0;

    /// <summary>Queries the server and waits for the answer.</summary>
    public void Load(string asked)
    {
        Cancel();
        _now.Sinks.AddRange(PulseQueries.Sinks(connection, asked));
        _now.Sources.AddRange(PulseQueries.Sources(connection, asked));
        _now.Outputs.AddRange(PulseQueries.SourceOutputs(connection, asked));
    }

    /// <summary>Queries the server without waiting; <see cref="TakeAnswer"/> shows whether it has answered.</summary>
    public void Ask()
    {
        _again = _operation != 0;
        if (_again) return;
        _next.Begin();
        _asked.UnionWith(_wanted);
        PulseQueries.BeginSinks(connection, _next.SinksHandle);
        PulseQueries.BeginSources(connection, _next.SourcesHandle);
        _operation = PulseQueries.BeginSourceOutputs(connection, _next.OutputsHandle);
    }

    /// <summary>Whether an answer has arrived since the last call, so that all sink inputs must be checked again.</summary>
    public bool TakeAnswer()
    {
        if (_operation == 0 || LibPulse.OperationState(_operation) == LibPulse.OperationRunning) return false;
        LibPulse.OperationUnref(_operation);
        _operation = 0;
        (_now, _next) = (_next, _now);
        _known.UnionWith(_asked);
        _wanted.ExceptWith(_asked);
        _asked.Clear();
        if (_again) Ask();
        return true;
    }

    /// <summary>Whether a sink input of this group repeats audio heard elsewhere.</summary>
    /// <returns><see langword="null"/> while unknown: the server is being queried.</returns>
    public bool? IsRepetition(string? group)
    {
        if (group is null) return false;
        if (_known.Contains(group)) return _now.Sinks.Exists(s => s.Group == group) || RecordsMonitor(group, 0);
        if (_wanted.Add(group)) Ask();
        return null;
    }

    /// <summary>Clears all state. Call before the connection is closed.</summary>
    public void Dispose()
    {
        Cancel();
        _known.Clear();
        _wanted.Clear();
        _asked.Clear();
    }

    private bool RecordsMonitor(string group, int depth) =>
        depth < MaxDepth && _now.Outputs.Exists(o => o.Group == group && IsMonitor(o.Source, depth));

    // The source may be a filter's, whose other end records a monitor.
    private bool IsMonitor(uint source, int depth) =>
        _now.Sources.Find(s => s.Index == source) is { } found
            && (found.MonitorName is not null || (found.Group is { } group && RecordsMonitor(group, depth + 1)));

    private void Cancel()
    {
        if (_operation != 0)
        {
            LibPulse.OperationCancel(_operation);
            LibPulse.OperationUnref(_operation);
            _operation = 0;
        }

        _again = false;
        _now.End();
        _next.End();
    }

    private sealed class Picture
    {
        public List<PulseEndpoint> Sinks { get; } = [];

        public List<PulseEndpoint> Sources { get; } = [];

        public List<PulseSourceOutput> Outputs { get; } = [];

        public GCHandle SinksHandle { get; private set; }

        public GCHandle SourcesHandle { get; private set; }

        public GCHandle OutputsHandle { get; private set; }

        public void Begin()
        {
            Clear();
            if (SinksHandle.IsAllocated) return;
            (SinksHandle, SourcesHandle, OutputsHandle) = (GCHandle.Alloc(Sinks), GCHandle.Alloc(Sources), GCHandle.Alloc(Outputs));
        }

        // The server's late answers must find no handle: call when the connection is closed or all queries are answered.
        public void End()
        {
            Clear();
            if (!SinksHandle.IsAllocated) return;
            SinksHandle.Free();
            SourcesHandle.Free();
            OutputsHandle.Free();
        }

        private void Clear()
        {
            Sinks.Clear();
            Sources.Clear();
            Outputs.Clear();
        }
    }
}
