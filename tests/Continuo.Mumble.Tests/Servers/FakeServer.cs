using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Continuo.Mumble.Protocol;
using Continuo.Mumble.Voice;
using Google.Protobuf;

namespace Continuo.Mumble.Tests.Servers;

/// <summary>
/// A server that forwards voice among its users, of any version: with 1.5 in the Protobuf layout, which Debian's server does not have
/// yet. And one that misbehaves.
/// </summary>
internal sealed class FakeServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Socket _udp = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly X509Certificate2 _certificate = CreateCertificate();
    private readonly CancellationTokenSource _end = new();
    private readonly List<FakePeer> _peers = [];
    private uint _lastSession;

    public FakeServer(MumbleVersion version)
    {
        Version = version;
        Layout = version.HasProtobufVoice ? ProtobufLayout.Instance : LegacyLayout.Instance;
        _listener.Start();
        _udp.Bind(_listener.LocalEndpoint);
        _ = AcceptAsync();
        _ = ReceiveAsync();
    }

    public MumbleVersion Version { get; }

    public IVoiceLayout Layout { get; }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What a user who arrives is refused with.</summary>
    public RejectMessage? Refusal { get; set; }

    /// <summary>Called instead of the greeting, if set.</summary>
    public Action<FakePeer>? Greeting { get; set; }

    /// <summary>Called with each voice packet of a user: name and Opus.</summary>
    public Action<string, byte[]>? Heard { get; set; }

    /// <summary>The greeted users.</summary>
    public IReadOnlyList<FakePeer> Peers
    {
        get
        {
            lock (_peers) return [.. _peers];
        }
    }

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
        _udp.Dispose();
        foreach (var peer in Peers) peer.Dispose();
        _certificate.Dispose();
    }

    /// <summary>Sends a message to all.</summary>
    public void Broadcast(ControlMessageType type, IMessage message)
    {
        foreach (var peer in Peers) peer.TrySend(type, message);
    }

    public void SendDatagram(ReadOnlySpan<byte> datagram, EndPoint to) => _udp.SendTo(datagram, to);

    /// <summary>Forwards a packet of a user to the others.</summary>
    public void Forward(FakePeer from, ReadOnlySpan<byte> packet)
    {
        if (!Layout.TryRead(packet, hasSession: false, out var voice)) return;
        Heard?.Invoke(from.Name, voice.Opus.ToArray());
        var forwarded = new byte[IVoiceLayout.MaxBytes];
        var outgoing = new VoicePacket
        {
            Session = from.Session,
            FrameNumber = voice.FrameNumber,
            Opus = voice.Opus,
            IsLast = voice.IsLast,
            Volume = 1,
        };
        var length = Layout.Write(forwarded, outgoing, hasSession: true);
        foreach (var peer in Peers)
        {
            if (peer != from) peer.SendVoice(forwarded.AsSpan(0, length));
        }
    }

    public void Enter(FakePeer peer)
    {
        lock (_peers)
        {
            peer.Session = ++_lastSession;
            _peers.Add(peer);
        }

        peer.Send(ControlMessageType.ChannelState, new ChannelStateMessage { ChannelId = 0, Name = "Root" });
        foreach (var other in Peers) peer.Send(ControlMessageType.UserState, StateOf(other));
        peer.Send(ControlMessageType.ServerSync, new ServerSyncMessage { Session = peer.Session, MaxBandwidth = 72_000 });
        foreach (var other in Peers.Where(p => p != peer)) other.TrySend(ControlMessageType.UserState, StateOf(peer));
    }

    public void Leave(FakePeer peer)
    {
        lock (_peers)
        {
            if (!_peers.Remove(peer)) return;
        }

        Broadcast(ControlMessageType.UserRemove, new UserRemoveMessage { Session = peer.Session });
    }

    private static UserStateMessage StateOf(FakePeer peer) => new() { Session = peer.Session, Name = peer.Name, ChannelId = 0 };

    private static X509Certificate2 CreateCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=Fake Mumble", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }

    private async Task AcceptAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            var client = await _listener.AcceptTcpClientAsync(_end.Token);
            _ = Task.Run(() => ServeAsync(client));
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        client.NoDelay = true;
        using var stream = new SslStream(client.GetStream());
        try
        {
            await stream.AuthenticateAsServerAsync(_certificate, clientCertificateRequired: false, checkCertificateRevocation: false);
        }
        catch (Exception e) when (e is IOException or System.Security.Authentication.AuthenticationException)
        {
            return; // a client that does not trust this server
        }

        using var peer = new FakePeer(this, client, new ControlStream(stream));
        try
        {
            await peer.RunAsync(_end.Token);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException)
        {
            // The user has left.
        }
        finally
        {
            Leave(peer);
        }
    }

    private async Task ReceiveAsync()
    {
        var buffer = new byte[2048];
        while (!_end.IsCancellationRequested)
        {
            SocketReceiveFromResult received;
            try
            {
                received = await _udp.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0), _end.Token);
            }
            catch (SocketException)
            {
                continue;
            }

            foreach (var peer in Peers)
            {
                if (peer.TakeDatagram(buffer.AsSpan(0, received.ReceivedBytes), received.RemoteEndPoint)) break;
            }
        }
    }
}
