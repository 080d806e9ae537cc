using System.Net;
using Continuo.Clocks;
using Continuo.Diagnostics;
using Continuo.Rtp.Sockets;
using Continuo.Rtp.Wire;
using Continuo.WebRtc.Client;
using Continuo.WebRtc.Dtls;
using Continuo.WebRtc.Dtls.BouncyCastle;
using Continuo.WebRtc.Sdp;
using Continuo.WebRtc.Sessions.Peers;

namespace Continuo.WebRtc.Tests.Sessions.Peers;

/// <summary>A server's port with one peer, and a client's port with the other side of it, over UDP on loopback.</summary>
internal sealed class PeerRig : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public PeerRig(RigOptions? options = null, Func<SessionPort, IPeerMedia>? serverMedia = null)
    {
        options ??= new RigOptions();
        var address = IPAddress.Parse(options.Host);
        Server = new SessionPort(new IPEndPoint(address, 0), BouncyEngine.Instance, options.Clock, new UserCode("the server"));
        Client = new SessionPort(new IPEndPoint(address, 0), BouncyEngine.Instance, SystemClock.Instance, new UserCode("the client"));
        var remote = IceCredentials.Create();
        var media = serverMedia?.Invoke(Server) ?? ServerMedia;
        ServerPeer = new PeerConnection(Server, Peer(remote, DtlsRole.Server, options), media);
        if (media is PeerTransport transport) transport.Connection = ServerPeer;
        ClientPeer = new PeerConnection(Client, Peer(IceCredentials.Create(), DtlsRole.Client, options), ClientMedia);
        Server.Add(ServerPeer);
        Client.Add(ClientPeer);
        var used = new IceCredentials(options.WrongFragment ?? remote.Fragment, options.WrongPassword ?? remote.Password);
        Ice = new IceClient(Client, ClientPeer, used, [PeerAddress.From(Server.Local)]);
    }

    public SessionPort Server { get; }

    public SessionPort Client { get; }

    public PeerConnection ServerPeer { get; }

    public PeerConnection ClientPeer { get; }

    public RecordingMedia ServerMedia { get; } = new();

    public RecordingMedia ClientMedia { get; } = new();

    public IceClient Ice { get; }

    public static PeerOptions Peer(IceCredentials credentials, DtlsRole role, RigOptions options) => new(
        credentials,
        new DtlsRequest(role,
            role == DtlsRole.Server
                ? options.ClientFingerprint ?? BouncyEngine.Instance.Fingerprint
                : BouncyEngine.Instance.Fingerprint)
        { Profiles = options.Profiles },
        20_000_000_000,
        15_000_000_000);

    public void Start()
    {
        Server.Start();
        Ice.Begin();
        Client.Start();
    }

    public async Task ConnectAsync()
    {
        Start();
        await ServerMedia.Begun.Task.WaitAsync(Patience);
        await ClientMedia.Begun.Task.WaitAsync(Patience);
    }

    /// <summary>Sends an RTP packet from one side.</summary>
    public static bool Send(SessionPort port, PeerConnection peer, ushort sequence, params ReadOnlySpan<byte> payload)
    {
        var packet = new byte[200];
        var at = new RtpHeader(111, sequence, 960u * sequence, 7).WriteTo(packet);
        payload.CopyTo(packet.AsSpan(at));
        var length = peer.TryProtect(packet, at + payload.Length, out var to);
        return length > 0 && port.Send(packet.AsSpan(0, length), to);
    }

    /// <summary>The payload of the next packet that a side received.</summary>
    public static byte[] Next(RecordingMedia media)
    {
        Assert.True(media.Rtp.TryTake(out var datagram, Patience));
        Assert.True(RtpPacket.TryParse(datagram, out var packet));
        return packet.Payload.ToArray();
    }

    public void Dispose()
    {
        Client.Dispose();
        Server.Dispose();
    }
}
