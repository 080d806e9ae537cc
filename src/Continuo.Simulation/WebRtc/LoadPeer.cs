using System.Net;
using System.Security.Cryptography;
using Continuo.Rtp.Sockets;
using Continuo.Rtp.Srtp;
using Continuo.Rtp.Wire;
using Continuo.WebRtc.Dtls;
using Continuo.WebRtc.Dtls.BouncyCastle;
using Continuo.WebRtc.Sdp;
using Continuo.WebRtc.Stun;

namespace Continuo.Simulation.WebRtc;

/// <summary>
/// A WebRTC peer as light as the protocols allow: one socket without a thread. It checks, shakes hands, decrypts every packet, and counts
/// what is missing. One thread may send; all else but <see cref="Handshake"/> belongs to the thread of its <see cref="LoadCrowd"/>.
/// </summary>
internal sealed class LoadPeer : IDtlsWire, IDisposable
{
    private const long ConsentNanoseconds = 2_500_000_000;
    private const long RetryNanoseconds = 100_000_000;

    private readonly UdpSocket _socket;
    private readonly DtlsPipe _pipe;
    private readonly byte[] _check = new byte[300];
    private readonly byte[] _transaction = new byte[StunCheck.TransactionBytes];
    private readonly IceCredentials _local;
    private readonly PeerDescription _answer;
    private readonly PeerAddress _server;
    private readonly byte _captureTimeId;
    private readonly byte[] _sent = new byte[1500];
    private SrtpProtector? _protector;
    private SrtpUnprotector? _unprotector;
    private long _nextCheck;
    private bool _isChecked;
    private SequenceUnwrapper _sequences;
    private long _first = -1;
    private long _highest;
    private long _lost;

    public LoadPeer(IceCredentials local, PeerDescription answer)
    {
        (_local, _answer, _captureTimeId) = (local, answer, answer.Audio.Extensions.CaptureTime);
        _socket = UdpSocket.Open(
            new UdpOptions { Local = new IPEndPoint(IPAddress.Loopback, 0), ReceiveBufferBytes = 128 * 1024, SendBufferBytes = 64 * 1024 });
        _pipe = new DtlsPipe(this);
        _server = PeerAddress.From(answer.Candidates[0].EndPoint);
        RandomNumberGenerator.Fill(_transaction);
    }

    /// <summary>Whether the path is found, so that the handshake can begin.</summary>
    public bool IsChecked => Volatile.Read(ref _isChecked);

    /// <summary>Whether it hears, or could.</summary>
    public bool IsConnected => Volatile.Read(ref _unprotector) is not null;

    /// <summary>Why the handshake failed.</summary>
    public string? Failure { get; private set; }

    /// <summary>Packets that were authentic.</summary>
    public long Received { get; private set; }

    /// <summary>
    /// Packets between the first and the last that have not come. Consistent at any instant, other than the difference of two counters.
    /// </summary>
    public long Lost => Volatile.Read(ref _lost);

    /// <summary>Packets that were not authentic, not RTP, or not decrypted.</summary>
    public long Bad { get; private set; }

    /// <summary>When the first packet came.</summary>
    public long FirstArrival { get; private set; }

    /// <summary>Called with each payload; for a sample of the peers.</summary>
    public PayloadHandler? Payload { get; set; }

    /// <summary>Called with each packet.</summary>
    public PacketHandler? Packet { get; set; }

    /// <summary>SSRC of what it sends.</summary>
    public uint Ssrc { get; init; }

    /// <summary>Performs the handshake; blocks.</summary>
    public void Handshake()
    {
        try
        {
            var connection = BouncyEngine.Instance.Handshake(new DtlsRequest(DtlsRole.Client, _answer.Fingerprint), _pipe);
            _protector = connection.Keys.CreateProtector(isClient: true);
            Volatile.Write(ref _unprotector, connection.Keys.CreateUnprotector(isClient: true));
        }
        catch (DtlsException e)
        {
            Failure = e.Message;
        }
    }

    /// <summary>Sends checks that are due.</summary>
    public void Tick(long now)
    {
        if (now < _nextCheck) return;
        _nextCheck = now + (_isChecked ? ConsentNanoseconds : RetryNanoseconds);
        var credentials = new StunCredentials(_local.FragmentBytes, _answer.Ice.FragmentBytes, _answer.Ice.PasswordBytes);
        _socket.Send(_check.AsSpan(0, StunCheck.Write(_check, _transaction, credentials, 1, nominate: true)), _server);
    }

    /// <summary>Takes what has arrived.</summary>
    public void Receive(DatagramBatch batch, ArrivalHandler arrived)
    {
        if (_socket.Receive(batch) == 0) return;
        for (var i = 0; i < batch.Count; i++) Take(batch.Content(i), batch.Arrival(i), arrived);
    }

    /// <summary>Sends a packet, if it is connected.</summary>
    public void SendMedia(ushort sequence, uint timestamp, ReadOnlySpan<byte> payload)
    {
        if (!IsConnected) return;
        var at = new RtpHeader((byte)_answer.Audio.OpusPayloadType, sequence, timestamp, Ssrc).WriteTo(_sent);
        payload.CopyTo(_sent.AsSpan(at));
        _socket.Send(_sent.AsSpan(0, _protector!.Protect(_sent, at + payload.Length)), _server);
    }

    /// <summary>Sends nonsense that looks like media.</summary>
    public void Flood(int packets)
    {
        Span<byte> packet = stackalloc byte[100];
        packet.Clear();
        packet[0] = 0x80;
        for (var i = 0; i < packets; i++) _socket.Send(packet, _server);
    }

    /// <inheritdoc/>
    public void Send(ReadOnlySpan<byte> datagram) => _socket.Send(datagram, _server);

    /// <summary>Vanishes without a word.</summary>
    public void Dispose() => _socket.Dispose();

    private void Take(Span<byte> datagram, long arrival, ArrivalHandler arrived)
    {
        if (datagram.IsEmpty) return;
        switch (datagram[0])
        {
            case <= 3:
                if (StunMessage.TryParse(datagram, out var message)
                    && StunCheck.IsSuccess(message, _transaction, _answer.Ice.PasswordBytes))
                {
                    Volatile.Write(ref _isChecked, true);
                }
                return;
            case >= 20 and <= 63:
                _pipe.Deliver(datagram);
                return;
            default:
                TakeMedia(datagram, arrival, arrived);
                return;
        }
    }

    private void TakeMedia(Span<byte> datagram, long arrival, ArrivalHandler arrived)
    {
        if (Volatile.Read(ref _unprotector) is not { } unprotector) return; // the last flight is on its way
        if (RtpPacket.IsRtcp(datagram))
        {
            if (unprotector.UnprotectRtcp(datagram, out _) != SrtpVerdict.Accepted) Bad++;
            return;
        }

        if (unprotector.Unprotect(datagram, out var length) != SrtpVerdict.Accepted
            || !RtpPacket.TryParse(datagram[..length], out var packet))
        {
            Bad++;
            return;
        }

        _highest = Math.Max(_highest, _sequences.Unwrap(packet.Header.Sequence));
        if (_first < 0) (_first, FirstArrival) = (_highest, arrival);
        Received++;
        Volatile.Write(ref _lost, _highest - _first + 1 - Received);
        if (HeaderExtensionReader.TryFind(packet, _captureTimeId, out var value) && AbsoluteCaptureTime.TryRead(value, out var captured))
        {
            arrived(arrival, captured.NtpTime);
        }
        Payload?.Invoke(packet.Payload);
        Packet?.Invoke(packet, arrival);
    }
}
