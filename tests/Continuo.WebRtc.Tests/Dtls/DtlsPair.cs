using Continuo.Rtp.Srtp;
using Continuo.WebRtc.Dtls;
using Continuo.WebRtc.Dtls.BouncyCastle;
using Continuo.WebRtc.Sdp;

namespace Continuo.WebRtc.Tests.Dtls;

/// <summary>A client and a server with certificates of their own, joined in memory. What passes can be dropped, cut and counted.</summary>
internal sealed class DtlsPair
{
    public DtlsPair()
    {
        (ToServer, ToClient) = (new TestWire(), new TestWire());
        (ClientPipe, ServerPipe) = (new DtlsPipe(ToServer), new DtlsPipe(ToClient));
        (ToServer.Peer, ToClient.Peer) = (ServerPipe, ClientPipe);
    }

    public BouncyEngine Client { get; } = new();

    public BouncyEngine Server { get; } = new();

    public DtlsPipe ClientPipe { get; }

    public DtlsPipe ServerPipe { get; }

    public TestWire ToServer { get; }

    public TestWire ToClient { get; }

    public IReadOnlyList<SrtpProfile> ClientProfiles { get; init; } = [SrtpProfile.AeadAes128Gcm, SrtpProfile.Aes128CounterSha1];

    public IReadOnlyList<SrtpProfile> ServerProfiles { get; init; } = [SrtpProfile.AeadAes128Gcm, SrtpProfile.Aes128CounterSha1];

    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Performs the handshake with two threads. Each task has the connection or the exception.</summary>
    public (Task<IDtlsConnection> Client, Task<IDtlsConnection> Server) Begin(
        DtlsFingerprint? clientExpects = null, DtlsFingerprint? serverExpects = null)
    {
        var server = Run(() =>
            Server.Handshake(
                new DtlsRequest(DtlsRole.Server, serverExpects ?? Client.Fingerprint) { Profiles = ServerProfiles, Timeout = Timeout },
                ServerPipe));
        var client = Run(() =>
            Client.Handshake(
                new DtlsRequest(DtlsRole.Client, clientExpects ?? Server.Fingerprint) { Profiles = ClientProfiles, Timeout = Timeout },
                ClientPipe));
        return (client, server);
    }

    public async Task<(IDtlsConnection Client, IDtlsConnection Server)> ConnectAsync()
    {
        var (client, server) = Begin();
        var established = await server;
        // As the session does: a lost last flight is repeated when the client asks for it.
        while (!client.IsCompleted)
        {
            established.Process();
            await Task.Delay(1);
        }

        return (await client, established);
    }

    private static Task<IDtlsConnection> Run(Func<IDtlsConnection> handshake) =>
        Task.Factory.StartNew(handshake, TaskCreationOptions.LongRunning);

    internal sealed class TestWire : IDtlsWire
    {
        public DtlsPipe? Peer { get; set; }

        /// <summary>Decides by number, from 0, and content whether a datagram is lost.</summary>
        public Func<int, byte[], bool> IsLost { get; set; } = (_, _) => false;

        public List<byte[]> Sent { get; } = [];

        public void Send(ReadOnlySpan<byte> datagram)
        {
            var copy = datagram.ToArray();
            int number;
            lock (Sent)
            {
                number = Sent.Count;
                Sent.Add(copy);
            }

            if (!IsLost(number, copy)) Peer!.Deliver(copy);
        }
    }
}
