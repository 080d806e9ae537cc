using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Devices.Pulse.Interop;

namespace Continuo.Devices.Pulse;

/// <summary>
/// A connection to a server with its main loop. The thread that calls <see cref="Iterate"/> or <see cref="Run"/> is the loop: nothing
/// happens between calls. Not thread-safe, except <see cref="Interrupt"/>.
/// </summary>
internal sealed unsafe class PulseConnection : IDisposable
{
    /// <summary>How long a server may take to answer before the connection counts as lost.</summary>
    public static readonly TimeSpan ReplyTimeout = TimeSpan.FromSeconds(5);

    // After a larger burst of events everything is queried again.
    private const int EventCapacity = 256;

    private readonly Lock _lifetime = new();
    private readonly PulseEvent[] _events = new PulseEvent[EventCapacity];
    private readonly string? _server;
    private readonly string _name;
    private readonly nint[] _spares = new nint[2];
    private GCHandle _self;
    private nint _loop;
    private int _eventCount;
    private int _eventNext;
    private volatile bool _interrupted;

    /// <param name="server">Address in PulseAudio's notation, or <see langword="null"/> for the user's own server.</param>
    /// <param name="name">Name of the client on the server.</param>
    public PulseConnection(string? server, string name)
    {
        _server = server;
        _name = name;
    }

    /// <summary>The libpulse context; 0 when not connected.</summary>
    public nint Context { get; private set; }

    /// <summary>Whether the connection is established.</summary>
    public bool IsUp => Context != 0 && LibPulse.ContextState(Context) == LibPulse.ContextReady;

    /// <summary>How long the last iteration of the loop had to wait, in nanoseconds.</summary>
    public long Waited { get; private set; }

    /// <summary>Whether <see cref="Interrupt"/> was called since the last <see cref="Rearm"/>.</summary>
    public bool IsInterrupted => _interrupted;

    /// <summary>Whether events are pending, or were lost.</summary>
    public bool HasEvents => _eventCount > 0 || Overflowed;

    /// <summary>Whether more events arrived than fit: everything must be queried again. Cleared by <see cref="TakeOverflow"/>.</summary>
    private bool Overflowed { get; set; }

    /// <summary>
    /// Whether every stream uses its own connection. PipeWire's server serves the streams of one client in turn only when nothing is queued
    /// for that client, so streams on a shared connection starve each other. PulseAudio's server does not, and each connection costs time
    /// in every iteration of the loop.
    /// </summary>
    public bool HasContextPerStream { get; set; } = true;

    /// <summary>Name of the server in messages.</summary>
    public string ServerName => ServerNameOf(_server);

    /// <summary>Clears an earlier interruption.</summary>
    public void Rearm() => _interrupted = false;

    /// <summary>Connects or reconnects.</summary>
    /// <exception cref="AudioException">No server (<see cref="AudioErrorCode.ServerUnavailable"/>) or no library.</exception>
    /// <exception cref="OperationCanceledException">Interrupted.</exception>
    public void Connect(string asked)
    {
        LibPulse.Library.Require(asked);
        Close();
        lock (_lifetime) _loop = LibPulse.MainLoopNew();
        Context = LibPulse.ContextNew(LibPulse.MainLoopApi(_loop), _name);
        // A server is never started automatically: it would start without the user's devices.
        var failed = LibPulse.ContextConnect(Context, _server, LibPulse.NoAutospawn, 0) < 0;
        var deadline = SystemClock.Instance.Now + (long)ReplyTimeout.TotalNanoseconds;
        while (!failed)
        {
            var state = LibPulse.ContextState(Context);
            if (state == LibPulse.ContextReady) return;
            failed = state >= LibPulse.ContextFailed || SystemClock.Instance.Now > deadline;
            if (!failed) failed = Iterate(deadline - SystemClock.Instance.Now) < 0;
            if (!_interrupted) continue;
            Close();
            throw new OperationCanceledException();
        }

        var reason = LibPulse.ContextErrno(Context) is var error and not 0
            ? LibPulse.Text(LibPulse.ErrorText(error))
            : "it does not answer";
        Close();
        throw Unavailable(asked, $"no audio server at {ServerName} ({reason})");
    }

    /// <summary>
    /// Runs one iteration of the loop: waits for the server at most the given time, and handles what has arrived. Negative when the
    /// connection is lost.
    /// </summary>
    public int Iterate(long timeoutNanoseconds)
    {
        if (_loop == 0) return -1;
        if (_interrupted) timeoutNanoseconds = 0;
        var microseconds = (int)Math.Clamp((timeoutNanoseconds + 999) / 1000, 0, int.MaxValue);
        if (LibPulse.MainLoopPrepare(_loop, microseconds) < 0) return -1;
        var before = SystemClock.Instance.Now;
        if (LibPulse.MainLoopPoll(_loop) < 0) return -1;
        Waited = SystemClock.Instance.Now - before;
        return LibPulse.MainLoopDispatch(_loop);
    }

    /// <summary>
    /// Returns the connection for one stream: this one, or with <see cref="HasContextPerStream"/> another one on the same loop.
    /// </summary>
    /// <returns>A context, possibly still connecting if there was no spare one; the caller disconnects an additional one.</returns>
    public nint TakeContext()
    {
        if (!HasContextPerStream) return Context;
        foreach (ref var spare in _spares.AsSpan())
        {
            if (spare == 0) continue;
            var taken = spare;
            spare = 0;
            return taken;
        }

        return BeginSpare();
    }

    /// <summary>
    /// Starts connecting the context that <see cref="TakeContext"/> will return, so that a new stream need not wait for it. Call it when
    /// nothing is urgent: a connecting client keeps the server busy for milliseconds.
    /// </summary>
    public void PrepareSpares()
    {
        if (!HasContextPerStream) return;
        foreach (ref var spare in _spares.AsSpan())
        {
            if (spare == 0) spare = BeginSpare();
        }
    }

    /// <summary>Closes a connection taken with <see cref="HasContextPerStream"/>.</summary>
    public static void Release(nint context)
    {
        if (context == 0) return;
        LibPulse.ContextDisconnect(context);
        LibPulse.ContextUnref(context);
    }

    /// <summary>Handles everything that has already arrived, without waiting.</summary>
    public void Drain()
    {
        while (Iterate(0) > 0)
        {
        }
    }

    /// <summary>Runs the loop until an operation is done, and releases it.</summary>
    /// <exception cref="AudioException">The connection was lost, or the server does not answer.</exception>
    /// <exception cref="OperationCanceledException">Interrupted.</exception>
    public void Run(nint operation, string asked)
    {
        if (operation == 0) throw Unavailable(asked, $"the connection to the audio server at {ServerName} was lost");
        var deadline = SystemClock.Instance.Now + (long)ReplyTimeout.TotalNanoseconds;
        try
        {
            while (LibPulse.OperationState(operation) == LibPulse.OperationRunning)
            {
                var left = deadline - SystemClock.Instance.Now;
                if (_interrupted) throw new OperationCanceledException();
                if (left <= 0)
                {
                    throw new AudioException(AudioErrorCode.TimedOut, asked, $"the audio server at {ServerName} does not answer",
                        "Check it with: pactl info");
                }

                if (Iterate(left) < 0 || !IsUp) throw Unavailable(asked, $"the connection to the audio server at {ServerName} was lost");
            }
        }
        finally
        {
            if (LibPulse.OperationState(operation) == LibPulse.OperationRunning) LibPulse.OperationCancel(operation);
            LibPulse.OperationUnref(operation);
        }
    }

    /// <summary>Subscribes to events of the given facilities.</summary>
    public void Subscribe(string asked, params ReadOnlySpan<PulseFacility> facilities)
    {
        var mask = 0;
        foreach (var facility in facilities) mask |= 1 << (int)facility;
        if (!_self.IsAllocated) _self = GCHandle.Alloc(this, GCHandleType.Weak);
        LibPulse.SetSubscribeCallback(Context, &OnEvent, GCHandle.ToIntPtr(_self));
        Run(LibPulse.Subscribe(Context, mask, 0, 0), asked);
    }

    /// <summary>Takes the oldest pending event.</summary>
    public bool TryTakeEvent(out PulseEvent taken)
    {
        taken = default;
        if (_eventCount == 0) return false;
        taken = _events[_eventNext];
        _eventNext = (_eventNext + 1) % EventCapacity;
        _eventCount--;
        return true;
    }

    /// <summary>Drops all pending events.</summary>
    public void DropEvents() => (_eventCount, _eventNext, Overflowed) = (0, 0, false);

    /// <summary>Whether events were lost since the last call.</summary>
    public bool TakeOverflow()
    {
        var overflowed = Overflowed;
        Overflowed = false;
        return overflowed;
    }

    /// <summary>
    /// Ends the running <see cref="Iterate"/>, <see cref="Run"/> or <see cref="Connect"/>, and later ones until <see cref="Rearm"/>.
    /// Thread-safe.
    /// </summary>
    public void Interrupt()
    {
        _interrupted = true;
        lock (_lifetime)
        {
            if (_loop != 0) LibPulse.MainLoopWakeUp(_loop);
        }
    }

    /// <summary>Disconnects. Streams must have been closed before.</summary>
    public void Close()
    {
        foreach (ref var spare in _spares.AsSpan())
        {
            Release(spare);
            spare = 0;
        }

        Release(Context);
        Context = 0;
        lock (_lifetime)
        {
            if (_loop != 0) LibPulse.MainLoopFree(_loop);
            _loop = 0;
        }

        DropEvents();
        if (_self.IsAllocated) _self.Free();
    }

    /// <inheritdoc/>
    public void Dispose() => Close();

    /// <summary>A failure to reach the server.</summary>
    public static AudioException Unavailable(string asked, string happened) => new(
        AudioErrorCode.ServerUnavailable,
        asked,
        happened,
        "Start PulseAudio or PipeWire (systemctl --user start pipewire-pulse), or set PULSE_SERVER to the server's address");

    private nint BeginSpare()
    {
        var context = LibPulse.ContextNew(LibPulse.MainLoopApi(_loop), _name);
        if (context != 0) _ = LibPulse.ContextConnect(context, _server, LibPulse.NoAutospawn, 0);
        return context;
    }

    private static string ServerNameOf(string? server) =>
        server ?? Environment.GetEnvironmentVariable("PULSE_SERVER") ?? "the default address";

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void OnEvent(nint context, int type, uint index, nint state)
    {
        if (GCHandle.FromIntPtr(state).Target is not PulseConnection connection) return;
        if (connection._eventCount == EventCapacity)
        {
            connection.Overflowed = true;
            return;
        }

        var slot = (connection._eventNext + connection._eventCount++) % EventCapacity;
        connection._events[slot] = new PulseEvent((PulseFacility)(type & 0x0F), (PulseEventKind)(type & 0x30), index);
    }
}
