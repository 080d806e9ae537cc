using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Mumble.Protocol;
using Continuo.Mumble.Voice;
using Google.Protobuf;

namespace Continuo.Mumble.Control;

/// <summary>
/// One connection to a server, from the greeting to its loss: the users and channels, the voice of both directions, and what keeps it
/// alive.
/// </summary>
internal sealed partial class MumbleConnection : IDisposable
{
    private readonly MumbleOptions _options;
    private readonly IConnectionOwner _owner;
    private readonly TlsLink _link;
    private readonly ChannelTree _channels = new();
    private readonly Lock _voice = new(); // users, and voice from two threads
    private readonly Dictionary<uint, MumbleUser> _users = [];
    private readonly CancellationTokenSource _end = new();
    private UdpVoice? _udp;
    private VoiceOutput? _output;
    private AudioException? _reason;
    private IVoiceLayout _layout = LegacyLayout.Instance;
    private long _lastMessage;
    private long _malformed;
    private uint _session;
    private int _maxBandwidth;
    private bool _isSynced;
    private bool _isGreeted;
    private bool _supportsOpus = true;

    internal MumbleConnection(MumbleOptions options, IConnectionOwner owner, TlsLink link)
    {
        (_options, _owner, _link) = (options, owner, link);
        _lastMessage = options.Clock.Now;
    }

    /// <summary>The client itself, as the server sees it; <see langword="null"/> before the greeting.</summary>
    public MumbleUser? Self
    {
        get
        {
            lock (_voice) return _users.GetValueOrDefault(_session);
        }
    }

    /// <summary>Session of the client; 0 before the greeting.</summary>
    public uint Session => Volatile.Read(ref _session);

    /// <summary>The users on the server. A snapshot.</summary>
    public IReadOnlyList<MumbleUser> Users
    {
        get
        {
            lock (_voice) return [.. _users.Values];
        }
    }

    /// <summary>Version of the server.</summary>
    public MumbleVersion Version { get; private set; }

    /// <summary>Layout of voice packets, as the server's version demands.</summary>
    [RealTime]
    public IVoiceLayout Layout => Volatile.Read(ref _layout);

    /// <summary>Most bits per second that the server forwards, headers included; 0 if it did not say.</summary>
    [RealTime]
    public int MaxBandwidth => Volatile.Read(ref _maxBandwidth);

    /// <summary>Whether the server forwards Opus now; old clients can make it use another codec.</summary>
    public bool SupportsOpus => Volatile.Read(ref _supportsOpus);

    /// <summary>Voice to the server.</summary>
    [RealTime]
    public VoiceOutput Output => _output!;

    /// <summary>Voice over UDP; <see langword="null"/> if it is not used.</summary>
    public UdpVoice? Udp => _udp;

    /// <summary>Number of voice packets that could not be read.</summary>
    public long Malformed => Volatile.Read(ref _malformed);

    /// <summary>Connects, authenticates and joins the channel.</summary>
    /// <exception cref="AudioException">The server cannot be reached, is not trusted, or refuses.</exception>
    public static async Task<MumbleConnection> OpenAsync(MumbleOptions options, IConnectionOwner owner, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(options.ConnectTimeout);
        MumbleConnection? connection = null;
        try
        {
            var link = await TlsLink.ConnectAsync(options, limit.Token).ConfigureAwait(false);
            connection = new MumbleConnection(options, owner, link);
            await connection.GreetAsync(limit.Token).ConfigureAwait(false);
            connection._isGreeted = true;
            return connection;
        }
        catch (Exception e)
        {
            connection?.Dispose();
            if (e is OperationCanceledException && !cancellation.IsCancellationRequested)
            {
                throw new AudioException(AudioErrorCode.TimedOut, options.ToString(),
                    $"the server did not answer within {options.ConnectTimeout.TotalSeconds:0.#} s", "Check host and port", e);
            }

            if (e is AudioException or OperationCanceledException) throw;
            throw connection is null ? e : connection.Explain(e);
        }
    }

    /// <summary>Receives until the connection ends.</summary>
    /// <returns>Why it ended.</returns>
    public async Task<AudioException> RunAsync(CancellationToken cancellation)
    {
        using var registration = cancellation.Register(Dispose);
        var udp = _udp is null ? Task.CompletedTask : ReceiveDatagramsAsync(_udp);
        var alive = KeepAliveAsync();
        try
        {
            while (true) await ReadAsync(_end.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            return Explain(e);
        }
        finally
        {
            Dispose();
            await Task.WhenAll(Ended(udp), Ended(alive)).ConfigureAwait(false);
        }

        static async Task Ended(Task task) => await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Ends the connection. Idempotent.</summary>
    public void Dispose()
    {
        lock (_end)
        {
            if (_end.IsCancellationRequested) return;
            _end.Cancel();
        }

        _output?.Dispose();
        _udp?.Dispose();
        _link.Dispose();
    }

    private async Task GreetAsync(CancellationToken cancellation)
    {
        Send(ControlMessageType.Version, MumbleVersion.Own.ToMessage());
        var authenticate = new AuthenticateMessage { Username = _options.Name, Opus = true, ClientType = 1 };
        if (_options.Password is { } password) authenticate.Password = password;
        authenticate.Tokens.AddRange(_options.Tokens);
        Send(ControlMessageType.Authenticate, authenticate);
        if (_options.UsesUdp) _udp = new UdpVoice(_link.Peer, _options.Clock);
        while (!_isSynced) await ReadAsync(cancellation).ConfigureAwait(false);
        _output = new VoiceOutput(_udp, _link.Control.WriteVoice, e => End(Explain(e)), _options.Clock);
        if (_options.Channel.Count == 0) return;
        var channel = _channels.Find(_options);
        if (Self?.ChannelId == channel) return;
        Send(ControlMessageType.UserState, new UserStateMessage { Session = _session, ChannelId = channel });
        while (Self?.ChannelId != channel) await ReadAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Ends the connection for a reason.</summary>
    private void End(AudioException reason)
    {
        Interlocked.CompareExchange(ref _reason, reason, null);
        Dispose();
    }

    private void Send(ControlMessageType type, IMessage message) => _link.Control.Write(type, message);

    private AudioException Explain(Exception e)
    {
        if (Volatile.Read(ref _reason) is { } reason) return reason;
        return e switch
        {
            AudioException known => known,
            InvalidProtocolBufferException or InvalidDataException =>
                new(AudioErrorCode.Unsupported, _options.ToString(), $"the server does not follow the protocol: {e.Message.TrimEnd('.')}",
                    "Check the port; it must be a Mumble server", e),
            EndOfStreamException or IOException when !_isSynced =>
                new(AudioErrorCode.ServerUnavailable, _options.ToString(),
                    "the server closed the connection before its greeting: it may have banned this address", "Try again later", e),
            _ => new(AudioErrorCode.ServerUnavailable, _options.ToString(), "the connection was lost", "It is made again by itself", e),
        };
    }
}
