using System.Globalization;
using System.Net;
using Continuo.Audio;
using Continuo.Rtp.Sockets;
using Continuo.Rtp.Wire;
using Continuo.Threading;

namespace Continuo.Rtp.Reception;

/// <summary>
/// Receives any number of sources on one pair of ports with one thread, which demultiplexes, answers with reports and never
/// waits for a reader: a <see cref="RtpStream"/> for each source, read at any pace.
/// </summary>
public sealed class ReceiverSession : IDisposable
{
    private const long TickNanoseconds = 100_000_000;
    private const int PortTries = 20;

    /// <summary>After so many batches of a flood it is the turn of reports and time-outs.</summary>
    private const int MaxBatches = 4;

    /// <summary>A thread that never sleeps is taken for a runaway where real-time priority comes from rtkit (RLIMIT_RTTIME), and starves others where it does not.</summary>
    private const long MaxBusyNanoseconds = 20_000_000;
    private const long RestNanoseconds = 1_000_000;

    private readonly RtpDemultiplexer _demultiplexer;
    private readonly ReceptionOptions _options;
    private readonly UdpSocket _rtp;
    private readonly UdpSocket? _rtcp;
    private readonly SocketWait _wait;
    private readonly Thread _thread;
    private readonly int? _peerRtcpPort;
    private volatile bool _stopped;
    private int _disposed;

    /// <summary>Binds the ports and begins to receive.</summary>
    /// <param name="udp">Where. Port 0: any free pair.</param>
    /// <param name="options">How.</param>
    /// <param name="isRtcpShared">Whether RTCP shares the port of RTP (RFC 5761) instead of having the next one.</param>
    /// <param name="peerRtcpPort">Where peers take reports, if not at the port after that of their RTP.</param>
    /// <exception cref="AudioException">The port is in use, the address cannot be had, or no datagram holds the packets that were agreed upon.</exception>
    public ReceiverSession(UdpOptions udp, ReceptionOptions options, bool isRtcpShared = false, int? peerRtcpPort = null)
    {
        ArgumentNullException.ThrowIfNull(udp);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        _options = options;
        _peerRtcpPort = peerRtcpPort;
        IsRtcpShared = isRtcpShared;
        (_rtp, _rtcp) = Open(udp, isRtcpShared);
        _demultiplexer = new RtpDemultiplexer(options);
        _wait = _rtcp is null ? new SocketWait(_rtp) : new SocketWait(_rtp, _rtcp);
        _thread = new Thread(Run) { IsBackground = true, Name = "continuo rtp" };
    }

    /// <summary>A source has been validated (RFC 3550, A.1). Raised on the session's thread; must not block. What a handler throws is counted and ends nothing.</summary>
    public event Action<RtpStream>? StreamBegun
    {
        add => _demultiplexer.StreamBegun += value;
        remove => _demultiplexer.StreamBegun -= value;
    }

    /// <summary>A source has left. Raised as <see cref="StreamBegun"/> is.</summary>
    public event Action<RtpStream>? StreamEnded
    {
        add => _demultiplexer.StreamEnded += value;
        remove => _demultiplexer.StreamEnded -= value;
    }

    /// <summary>Where RTP is received.</summary>
    public IPEndPoint Local => _rtp.Local;

    /// <summary>Whether RTCP shares the port of RTP.</summary>
    public bool IsRtcpShared { get; }

    /// <summary>The format of what all streams give.</summary>
    public AudioFormat Format => _options.Payloads.Main.Format;

    /// <summary>The validated sources, in the order they came. A snapshot; thread-safe.</summary>
    public IReadOnlyList<RtpStream> Streams => _demultiplexer.Streams;

    /// <summary>What is counted beside the sources. Thread-safe.</summary>
    public SessionStatistics Statistics => _demultiplexer.Statistics with { KernelDrops = _rtp.Overflows, OversizedDatagrams = _rtp.Oversized };

    /// <summary>Why the session's thread is not scheduled as an audio thread; <see langword="null"/> if it is, or has not begun. A refusal costs packets only on a busy machine.</summary>
    public string? PriorityRefusal { get; private set; }

    /// <summary>What ended the session's thread, if it failed.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Begins to receive, once handlers of the events are in place.</summary>
    public void Start() => _thread.Start();

    /// <summary>Ends receiving, and disposes of all streams; nobody may read them any more.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        _stopped = true;
        _wait.Wake();
        if (_thread.IsAlive) _thread.Join();
        _rtp.Dispose();
        _rtcp?.Dispose();
        _wait.Dispose();
        _demultiplexer.Dispose();
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"RTP on {Local}");

    // RTP has an even port and RTCP the next one, if both are to be found.
    private static (UdpSocket Rtp, UdpSocket? Rtcp) Open(UdpOptions udp, bool isRtcpShared)
    {
        for (var tries = 1; ; tries++)
        {
            var rtp = UdpSocket.Open(udp);
            var port = rtp.Local.Port;
            if (isRtcpShared || port == IPEndPoint.MaxPort) return (rtp, null);
            try
            {
                var isUsable = udp.Local.Port != 0 || port % 2 == 0 || tries >= PortTries;
                if (isUsable) return (rtp, UdpSocket.Open(udp with { Local = new IPEndPoint(udp.Local.Address, port + 1), ReceiveBufferBytes = 64 * 1024 }));
            }
            catch (AudioException) when (udp.Local.Port != 0 || tries >= PortTries)
            {
                return (rtp, null); // audio does not need reports
            }
            catch (AudioException)
            {
            }

            rtp.Dispose();
        }
    }

    private void Run()
    {
        try
        {
            // It sorts packets and does nothing else; while it cannot, the kernel's buffer fills and overflows.
            PriorityRefusal = RealTimePriority.TryRaise();
            Receive();
        }
        catch (Exception e)
        {
            // A fault of our own; whatever peers send is counted, not thrown.
            Failure = e;
        }
    }

    private void Receive()
    {
        var batch = new DatagramBatch(64, RtpPacket.MaxDatagramBytes);
        var reports = new DatagramBatch(Math.Clamp(_options.MaxStreams, 1, 1024), 512);
        var rested = _options.Clock.Now;
        while (!_stopped)
        {
            var now = _options.Clock.Now;
            if (_wait.Wait(Math.Clamp(_demultiplexer.NextReport - now, 0, TickNanoseconds))) rested = _options.Clock.Now;
            for (var i = 0; i < MaxBatches && !_stopped && _rtp.Receive(batch) > 0; i++)
            {
                for (var d = 0; d < batch.Count; d++) _demultiplexer.Take(batch[d], batch.Peer(d), batch.Arrival(d));
            }

            if (!_stopped && _rtcp is not null && _rtcp.Receive(batch) > 0)
            {
                for (var d = 0; d < batch.Count; d++) _demultiplexer.TakeReport(batch[d], batch.Peer(d), batch.Arrival(d));
            }

            now = _options.Clock.Now;
            _demultiplexer.Tick(now);
            reports.Clear();
            _demultiplexer.WriteReports(now, reports);
            for (var i = 0; i < reports.Count; i++) SendReport(reports[i], reports.Peer(i));
            if (now - rested <= MaxBusyNanoseconds) continue;
            _wait.Rest(RestNanoseconds);
            rested = _options.Clock.Now;
        }
    }

    private void SendReport(ReadOnlySpan<byte> report, in PeerAddress rtp)
    {
        var port = IsRtcpShared ? rtp.Port : (ushort)(_peerRtcpPort ?? Math.Min(IPEndPoint.MaxPort, rtp.Port + 1));
        (_rtcp ?? _rtp).Send(report, rtp.WithPort(port));
    }
}
