using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Mumble.Control;
using Continuo.Mumble.Voice;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Continuo.Mumble.Client;

/// <summary>
/// A user on a Mumble server: hears the others, talks, and connects again by itself, after 0.25, 0.5 … 15 s, when the connection is lost.
/// </summary>
/// <remarks>All members are thread-safe.</remarks>
public sealed partial class MumbleClient : IDisposable
{
    private readonly Lock _gate = new();
    private readonly EventPump _events;
    private readonly UserCode _userCode;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _disposal = new();
    private IVoiceReceiver[] _receivers = [];
    private MumbleConnection? _connection;
    private TaskCompletionSource _attempt = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private MumbleClientState _state;
    private AudioException? _failure;
    private bool _disposed;
    private long _connections;
    private long _unsent;
    private object? _talker;
    private AudioException? _removal;

    /// <summary>Creates a client. <see cref="ConnectAsync"/> connects.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if an option is out of range.</exception>
    public MumbleClient(MumbleOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        Options = options;
        _logger = options.Logger ?? NullLogger.Instance;
        _userCode = new UserCode(options.ToString(), options.Logger);
        _events = new EventPump(e => _userCode.Raise(Changed, this, e));
    }

    /// <summary>
    /// Raised for everything that happens, on a thread of the pool, one after another. Handlers may be slow; their exceptions are counted
    /// and the first is logged.
    /// </summary>
    public event EventHandler<MumbleEventArgs>? Changed;

    /// <summary>The options.</summary>
    public MumbleOptions Options { get; }

    /// <summary>State of the client.</summary>
    public MumbleClientState State
    {
        get
        {
            lock (_gate) return _state;
        }
    }

    /// <summary>Why the last connection or attempt ended; <see langword="null"/> if none has.</summary>
    public AudioException? LastFailure => Volatile.Read(ref _failure);

    /// <summary>The users on the server; empty while there is no connection. A snapshot.</summary>
    public IReadOnlyList<MumbleUser> Users => Connection?.Users ?? [];

    /// <summary>The client itself, as the server sees it; <see langword="null"/> while there is no connection.</summary>
    public MumbleUser? Self => Connection?.Self;

    /// <summary>Version of the server, as in <c>1.3.4</c>; empty while there is no connection.</summary>
    public string ServerVersion => Connection?.Version.ToString() ?? "";

    /// <summary>Whether voice goes over UDP now; otherwise it goes through the control connection.</summary>
    public bool IsOnUdp => Connection?.Udp is { IsUsable: true };

    /// <summary>Takes a snapshot of the statistics.</summary>
    public MumbleStatistics Statistics
    {
        get
        {
            var connection = Connection;
            return new MumbleStatistics
            {
                Connections = Interlocked.Read(ref _connections),
                IsOnUdp = connection?.Udp is { IsUsable: true },
                SentPackets = connection?.Output.Sent ?? 0,
                SentOnUdp = connection?.Udp?.Sent ?? 0,
                DroppedPackets = connection?.Output.Dropped ?? 0,
                UnsentPackets = Interlocked.Read(ref _unsent),
                LostOnUdp = connection?.Udp?.Receiver?.Lost ?? 0,
                RefusedOnUdp = connection?.Udp?.Receiver?.Refused ?? 0,
                MalformedPackets = connection?.Malformed ?? 0,
                DroppedEvents = _events.Dropped,
            };
        }
    }

    /// <summary>Session of the client on the server; 0 while there is no connection.</summary>
    internal uint Session => Connection?.Session ?? 0;

    /// <summary>Most bits per second that the server forwards, headers included; 0 if it did not say. Real-time-safe.</summary>
    [RealTime]
    internal int MaxBandwidth => Volatile.Read(ref _connection)?.MaxBandwidth ?? 0;

    /// <summary>The present connection; <see langword="null"/> if there is none.</summary>
    internal MumbleConnection? Connection => Volatile.Read(ref _connection);

    /// <summary>Connects and joins the channel, or waits until a lost connection is there again. Returns at once if it is.</summary>
    /// <exception cref="AudioException">The server cannot be reached, is not trusted, or refuses; there is no such channel.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The client is disposed.</exception>
    public Task ConnectAsync(CancellationToken cancellation = default)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_state == MumbleClientState.Connected) return Task.CompletedTask;
            if (_removal is { } removal) return Task.FromException(removal); // whom the server removed does not come back by itself
            if (_state == MumbleClientState.Closed)
            {
                _state = MumbleClientState.Connecting;
                if (_attempt.Task.IsCompleted) _attempt = new(TaskCreationOptions.RunContinuationsAsynchronously);
                _ = Task.Run(RunAsync, CancellationToken.None);
            }

            return _attempt.Task.WaitAsync(cancellation);
        }
    }

    /// <summary>Leaves the server. Idempotent.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_disposed) return;
            _disposed = true;
        }

        _disposal.Cancel();
        Connection?.Dispose();
    }

    /// <summary>Adds a receiver of voice.</summary>
    internal void Add(IVoiceReceiver receiver)
    {
        lock (_gate) Volatile.Write(ref _receivers, [.. _receivers, receiver]);
    }

    /// <summary>Removes a receiver; a call in progress may still reach it.</summary>
    internal void Remove(IVoiceReceiver receiver)
    {
        lock (_gate) Volatile.Write(ref _receivers, [.. _receivers.Where(r => r != receiver)]);
    }

    /// <summary>Makes an owner the only one that talks.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if another one talks.</exception>
    internal void TakeVoice(object owner)
    {
        if (Interlocked.CompareExchange(ref _talker, owner, null) is not { } other || other == owner) return;
        throw new AudioException(AudioErrorCode.InvalidArgument, $"{Options} as {Options.Name}", "another sink talks as this user",
            "Give one of them another ?name=");
    }

    /// <summary>Ends <see cref="TakeVoice"/>.</summary>
    internal void ReleaseVoice(object owner) => Interlocked.CompareExchange(ref _talker, null, owner);

    /// <summary>Waits until all queued voice is sent; half a second at most.</summary>
    internal void Flush(CancellationToken cancellation)
    {
        for (var i = 0; i < 50 && Connection is { Output.IsEmpty: false }; i++)
        {
            if (cancellation.WaitHandle.WaitOne(10)) return;
        }
    }

    /// <summary>Sends an Opus packet as the client's voice. Any thread; real-time-safe.</summary>
    /// <param name="frameNumber">Position of its first frame, in units of 10 ms.</param>
    /// <param name="opus">The packet.</param>
    /// <param name="isLast">Whether it ends the talk.</param>
    /// <returns>Whether it was queued: false while there is no connection.</returns>
    [RealTime]
    internal bool Talk(long frameNumber, ReadOnlySpan<byte> opus, bool isLast)
    {
        const int MaxHeaderBytes = 32;
        Span<byte> packet = stackalloc byte[IVoiceLayout.MaxBytes];
        if (Volatile.Read(ref _connection) is { } connection && opus.Length <= packet.Length - MaxHeaderBytes)
        {
            var voice = new VoicePacket { FrameNumber = frameNumber, Opus = opus, IsLast = isLast };
            var length = connection.Layout.Write(packet, voice, hasSession: false);
            if (connection.Output.TrySend(packet[..length])) return true;
        }

        Interlocked.Increment(ref _unsent);
        return false;
    }
}
