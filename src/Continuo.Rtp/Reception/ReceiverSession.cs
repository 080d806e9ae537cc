using System.Globalization;
using System.Net;
using Continuo.Audio;
using Continuo.Rtp.Sockets;
using Continuo.Rtp.Transport;
using Continuo.Rtp.Wire;
using Continuo.Threading;

namespace Continuo.Rtp.Reception;

/// <summary>
/// Receives any number of RTP sources over one transport. One thread demultiplexes packets and sends receiver reports; it never
/// waits for a reader. Each source is an <see cref="RtpStream"/>, read at any pace.
/// </summary>
/// <remarks>
/// Can be started once; states as in <see cref="LifeState"/>. Thread-safe in every state. The statistics and the list of streams can
/// still be read after <see cref="Dispose"/>.
/// </remarks>
internal sealed class ReceiverSession : IDisposable, IAsyncDisposable
{
    private const long TickNanoseconds = 100_000_000;

    /// <summary>Number of batches during a flood before reports and timeouts are processed.</summary>
    private const int MaxBatches = 5;

    /// <summary>
    /// A thread that never sleeps is treated as a runaway if rtkit grants its priority (RLIMIT_RTTIME), and otherwise starves other
    /// threads.
    /// </summary>
    private const long MaxBusyNanoseconds = 20_000_000;
    private const long RestNanoseconds = 1_000_000;

    /// <summary>
    /// How long to wait for an event handler to return; after that, the thread frees everything itself when the handler returns.
    /// </summary>
    private static readonly TimeSpan StopTimeout = TimeSpan.FromSeconds(5);

    private readonly RtpDemultiplexer _demultiplexer;
    private readonly ReceptionOptions _options;
    private readonly IPacketTransport _transport;
    private readonly LifeCycle _life;
    private readonly Lock _starting = new();
    private readonly WakeSignal _stop = new();
    private readonly Thread _thread;
    private readonly int? _peerRtcpPort;
    private int _users = 1; // of the transport: the disposing thread and the session's thread

    /// <summary>Opens UDP ports to receive on.</summary>
    /// <param name="udp">Address and port of RTP. Port 0 selects a free pair.</param>
    /// <param name="options">Options.</param>
    /// <param name="isRtcpShared">Whether RTCP shares the port of RTP (RFC 5761) instead of having the next one.</param>
    /// <param name="peerRtcpPort">RTCP port of the peers, if it is not their RTP port + 1.</param>
    /// <exception cref="AudioException">
    /// The port is in use, the address is not local, or the agreed packets do not fit into a datagram.
    /// </exception>
    public ReceiverSession(UdpOptions udp, ReceptionOptions options, bool isRtcpShared = false, int? peerRtcpPort = null)
        : this(Open(udp, options, isRtcpShared), options, isRtcpShared, peerRtcpPort)
    {
    }

    /// <summary>Creates a session over a transport, which is disposed with it.</summary>
    /// <param name="transport">Transport of RTP and RTCP.</param>
    /// <param name="options">Options.</param>
    /// <param name="isRtcpShared">Whether reports go to the address that RTP comes from; otherwise to the next port.</param>
    /// <param name="peerRtcpPort">RTCP port of the peers, if it is neither.</param>
    /// <exception cref="AudioException">The agreed packets do not fit into a datagram.</exception>
    public ReceiverSession(IPacketTransport transport, ReceptionOptions options, bool isRtcpShared = true, int? peerRtcpPort = null)
    {
        ArgumentNullException.ThrowIfNull(transport);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        (_transport, _options, _peerRtcpPort, IsRtcpShared) = (transport, options, peerRtcpPort, isRtcpShared);
        _demultiplexer = new RtpDemultiplexer(options, sender: this);
        _life = new LifeCycle($"the RTP session on {transport.Local}", isStartedOnce: true);
        _thread = new Thread(Run) { IsBackground = true, Name = "continuo rtp" };
    }

    /// <summary>
    /// Raised when a source has been validated (RFC 3550, A.1), on the session's thread. Handlers must not block; their exceptions are
    /// counted and ignored.
    /// </summary>
    public event EventHandler<RtpStream>? StreamBegun
    {
        add => _demultiplexer.StreamBegun += value;
        remove => _demultiplexer.StreamBegun -= value;
    }

    /// <summary>Raised when a source has left, under the same conditions as <see cref="StreamBegun"/>.</summary>
    public event EventHandler<RtpStream>? StreamEnded
    {
        add => _demultiplexer.StreamEnded += value;
        remove => _demultiplexer.StreamEnded -= value;
    }

    /// <summary>Local address and port of RTP.</summary>
    public IPEndPoint Local => _transport.Local;

    /// <summary>Whether RTCP shares the port of RTP.</summary>
    public bool IsRtcpShared { get; }

    /// <summary>Format of all streams.</summary>
    public AudioFormat Format => _options.Payloads.Main.Format;

    /// <summary>The validated sources, in order of arrival. A snapshot; thread-safe.</summary>
    public IReadOnlyList<RtpStream> Streams => _demultiplexer.Streams;

    /// <summary>Statistics of the session, apart from those of each source. Thread-safe.</summary>
    public SessionStatistics Statistics
    {
        get
        {
            var transport = _transport.Statistics;
            return _demultiplexer.Statistics with { KernelDrops = transport.Overflows, OversizedDatagrams = transport.Oversized };
        }
    }

    /// <summary>
    /// Reason why the session's thread has no real-time priority; <see langword="null"/> if it has, or has not started. Without it, a busy
    /// machine may lose packets.
    /// </summary>
    public string? PriorityRefusal { get; private set; }

    /// <summary>The exception that ended the session's thread; <see langword="null"/> if none did.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Starts receiving. Subscribe to the events before this call.</summary>
    /// <exception cref="InvalidOperationException">The session was already started.</exception>
    /// <exception cref="ObjectDisposedException">The session is disposed.</exception>
    public void Start()
    {
        lock (_starting)
        {
            _life.BeginStart();
            Interlocked.Increment(ref _users);
            _thread.Start();
        }
    }

    /// <summary>
    /// Stops receiving, closes the transport and disposes all streams, which must not be read any more. Waits for a running event handler,
    /// unless called by one.
    /// </summary>
    public void Dispose()
    {
        lock (_starting)
        {
            if (!_life.BeginDispose()) return;
        }

        _stop.Set();
        _transport.Interrupt();
        if (_thread.IsAlive && _thread != Thread.CurrentThread) _thread.Join(StopTimeout);
        Release();
    }

    /// <summary>Same as <see cref="Dispose"/>, without blocking the caller.</summary>
    public ValueTask DisposeAsync() => new(Task.Run(Dispose));

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"RTP on {Local}");

    private static UdpTransport Open(UdpOptions udp, ReceptionOptions options, bool isRtcpShared)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        return UdpTransport.Open(udp, isRtcpShared);
    }

    private void Run()
    {
        try
        {
            // It only sorts packets; while it cannot run, the kernel's buffer fills and overflows.
            PriorityRefusal = RealTimePriority.TryRaise();
            Receive();
        }
        catch (Exception e)
        {
            // A failure of this code or of the transport; invalid data from peers is counted, not thrown.
            Failure = e;
        }

        Release();
    }

    private void Receive()
    {
        var batch = new DatagramBatch(64, RtpPacket.MaxDatagramBytes);
        var reports = new DatagramBatch(Math.Clamp(_options.MaxStreams, 1, 1024), 512);
        var rested = _options.Clock.Now;
        while (!_stop.IsSet)
        {
            var now = _options.Clock.Now;
            if (!_transport.Wait(TimeSpan.Zero))
            {
                _transport.Wait(TimeSpan.FromTicks(Math.Clamp(_demultiplexer.NextReport - now, 0, TickNanoseconds) / 100));
                rested = _options.Clock.Now;
            }

            for (var i = 0; i < MaxBatches && !_stop.IsSet && _transport.Receive(batch) > 0; i++)
            {
                for (var d = 0; d < batch.Count; d++) _demultiplexer.Take(batch[d], batch.Peer(d), batch.Arrival(d));
            }

            now = _options.Clock.Now;
            _demultiplexer.Tick(now);
            reports.Clear();
            _demultiplexer.WriteReports(now, reports);
            for (var i = 0; i < reports.Count; i++) SendReport(reports[i], reports.Peer(i));
            if (now - rested <= MaxBusyNanoseconds) continue;
            _stop.Wait(RestNanoseconds);
            rested = _options.Clock.Now;
        }
    }

    // The last user frees the shared resources.
    private void Release()
    {
        if (Interlocked.Decrement(ref _users) > 0) return;
        _transport.Dispose();
        _demultiplexer.Dispose();
        _stop.Dispose();
    }

    private void SendReport(ReadOnlySpan<byte> report, in PeerAddress rtp)
    {
        var port = IsRtcpShared ? rtp.Port : (ushort)(_peerRtcpPort ?? Math.Min(IPEndPoint.MaxPort, rtp.Port + 1));
        _transport.Send(report, rtp.WithPort(port));
    }
}
