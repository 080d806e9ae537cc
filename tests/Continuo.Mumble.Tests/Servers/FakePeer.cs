using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Continuo.Mumble.Protocol;
using Continuo.Mumble.Voice;
using Google.Protobuf;

namespace Continuo.Mumble.Tests.Servers;

/// <summary>A user on a <see cref="FakeServer"/>, seen from there.</summary>
internal sealed class FakePeer(FakeServer server, TcpClient client, ControlStream control) : IDisposable
{
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(16);
    private readonly byte[] _clientNonce = RandomNumberGenerator.GetBytes(16);
    private readonly byte[] _serverNonce = RandomNumberGenerator.GetBytes(16);
    private CryptSender? _sender;
    private CryptReceiver? _receiver;
    private EndPoint? _address;

    public uint Session { get; set; }

    public string Name { get; private set; } = "";

    public AuthenticateMessage? Authentication { get; private set; }

    public MumbleVersion Version { get; private set; }

    /// <summary>Whether voice to this user goes over UDP.</summary>
    public bool IsOnUdp => _address is not null;

    /// <summary>The last datagram sent to this user.</summary>
    public byte[] LastDatagram { get; private set; } = [];

    public void Send(ControlMessageType type, IMessage message) => control.Write(type, message);

    public void SendTunnelled(byte[] packet) => control.WriteVoice(packet);

    public void TrySend(ControlMessageType type, IMessage message)
    {
        try
        {
            control.Write(type, message);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // It has just left.
        }
    }

    public void SendVoice(ReadOnlySpan<byte> packet)
    {
        try
        {
            if (_address is { } address) SendDatagram(packet, address);
            else control.WriteVoice(packet);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException or SocketException)
        {
            // It has just left.
        }
    }

    /// <summary>Sends the last datagram again.</summary>
    public void Replay() => server.SendDatagram(LastDatagram, _address!);

    /// <summary>Loses so many nonces that the user can no longer follow.</summary>
    public void LoseNonces(int count)
    {
        lock (this)
        {
            for (var i = 0; i < count; i++) _sender!.Protect([0], new byte[8]);
        }
    }

    public bool TakeDatagram(ReadOnlySpan<byte> datagram, EndPoint from)
    {
        var packet = new byte[2048];
        int length;
        lock (this)
        {
            if (_receiver is null || !_receiver.TryOpen(datagram, packet, out length)) return false;
        }

        _address = from;
        var content = packet.AsSpan(0, length);
        if (server.Layout.TryReadPing(content, out _)) SendDatagram(content, from);
        else server.Forward(this, content);
        return true;
    }

    public async Task RunAsync(CancellationToken cancellation)
    {
        Send(ControlMessageType.Version, server.Version.ToMessage());
        while (true)
        {
            var (type, payload) = await control.ReadAsync(cancellation);
            Handle(type, payload.Span);
        }
    }

    /// <summary>Closes the connection, as a server that is killed.</summary>
    public void Dispose()
    {
        client.Client?.Close(0);
        control.Dispose();
    }

    private void Handle(ControlMessageType type, ReadOnlySpan<byte> payload)
    {
        switch (type)
        {
            case ControlMessageType.Version:
                Version = MumbleVersion.Of(VersionMessage.Parser.ParseFrom(payload));
                break;
            case ControlMessageType.Authenticate:
                Authentication = AuthenticateMessage.Parser.ParseFrom(payload);
                Name = Authentication.Username;
                if (server.Refusal is { } refusal) Send(ControlMessageType.Reject, refusal);
                else if (server.Greeting is { } greeting) greeting(this);
                else Greet();
                break;
            case ControlMessageType.Ping:
                TrySend(ControlMessageType.Ping, PingMessage.Parser.ParseFrom(payload));
                break;
            case ControlMessageType.UdpTunnel:
                _address = null;
                server.Forward(this, payload);
                break;
            case ControlMessageType.CryptSetup:
                byte[] nonce;
                lock (this) nonce = _sender!.Nonce;
                Send(ControlMessageType.CryptSetup, new CryptSetupMessage { ServerNonce = ByteString.CopyFrom(nonce) });
                break;
        }
    }

    private void Greet()
    {
        lock (this)
        {
            _sender = new CryptSender(_key, _serverNonce);
            _receiver = new CryptReceiver(_key, _clientNonce);
        }

        Send(ControlMessageType.CryptSetup, new CryptSetupMessage
        {
            Key = ByteString.CopyFrom(_key),
            ClientNonce = ByteString.CopyFrom(_clientNonce),
            ServerNonce = ByteString.CopyFrom(_serverNonce),
        });
        Send(ControlMessageType.CodecVersion, new CodecVersionMessage { Alpha = 0, Beta = 0, PreferAlpha = false, Opus = true });
        server.Enter(this);
    }

    private void SendDatagram(ReadOnlySpan<byte> packet, EndPoint address)
    {
        lock (this)
        {
            var datagram = new byte[packet.Length + CryptSender.OverheadBytes];
            _sender!.Protect(packet, datagram);
            LastDatagram = datagram;
            server.SendDatagram(datagram, address);
        }
    }
}
