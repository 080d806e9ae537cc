using Continuo.WebRtc.Dtls;
using Continuo.WebRtc.Dtls.BouncyCastle;

namespace Continuo.WebRtc.Tests.Fuzzing;

/// <summary>
/// Feeds spoilt DTLS datagrams to both roles of a handshake and to an established connection. Throws if anything but a refusal escapes,
/// if a handshake with a spoilt certificate or Finished succeeds with other keys, or if a spoilt record closes a connection.
/// </summary>
public sealed class DtlsFuzz : IDtlsWire
{
    private const int MaxBytes = 1500;
    private const int PerHandshake = 24;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Mutator _mutator;
    private readonly BouncyEngine _engine = new();
    private readonly byte[][] _toServer;
    private readonly byte[][] _toClient;
    private readonly byte[] _buffer = new byte[MaxBytes];

    /// <summary>Records a handshake, whose datagrams are spoilt later.</summary>
    public DtlsFuzz(ulong seed)
    {
        _mutator = new Mutator(seed);
        var (client, server) = (new Recording(), new Recording());
        var (clientPipe, serverPipe) = (new DtlsPipe(client), new DtlsPipe(server));
        (client.Peer, server.Peer) = (serverPipe, clientPipe);
        var accepting = Task.Factory.StartNew(() => _engine.Handshake(new DtlsRequest(DtlsRole.Server, _engine.Fingerprint), serverPipe),
            TaskCreationOptions.LongRunning);
        _engine.Handshake(new DtlsRequest(DtlsRole.Client, _engine.Fingerprint), clientPipe);
        accepting.Wait(Patience);
        (_toServer, _toClient) = ([.. client.Sent], [.. server.Sent]);
    }

    public long Inputs { get; private set; }

    public long Refused { get; private set; }

    /// <summary>Feeds so many datagrams.</summary>
    public void Run(long inputs)
    {
        for (var end = Inputs + inputs; Inputs < end;)
        {
            Handshake(DtlsRole.Server, _toServer);
            Handshake(DtlsRole.Client, _toClient);
            Established();
        }
    }

    void IDtlsWire.Send(ReadOnlySpan<byte> datagram)
    {
        // Answers to nonsense go nowhere.
    }

    private void Handshake(DtlsRole role, byte[][] originals)
    {
        var pipe = new DtlsPipe(this);
        if (_mutator.Below(2) == 0) pipe.Deliver(originals[0]); // far enough for the later messages to matter
        for (var i = 0; i < PerHandshake; i++, Inputs++) pipe.Deliver(Spoilt(originals));
        var running = Task.Factory.StartNew(() => Refuses(role, pipe), TaskCreationOptions.LongRunning);
        var end = DateTime.UtcNow + Patience;
        while (!running.IsCompleted && pipe.HasAny && DateTime.UtcNow < end) Thread.Yield();
        pipe.Close();
        if (!running.Wait(Patience)) throw new InvalidOperationException("a handshake hangs");
        if (!running.Result) throw new InvalidOperationException("a handshake of spoilt messages succeeded");
        Refused++;
    }

    private bool Refuses(DtlsRole role, DtlsPipe pipe)
    {
        try
        {
            _engine.Handshake(new DtlsRequest(role, _engine.Fingerprint), pipe);
            return false;
        }
        catch (DtlsException)
        {
            return true;
        }
    }

    // The keys of the recorded handshake are not those of this connection: nothing recorded is authentic here.
    private void Established()
    {
        var (client, server) = (new Recording(), new Recording());
        var (clientPipe, serverPipe) = (new DtlsPipe(client), new DtlsPipe(server));
        (client.Peer, server.Peer) = (serverPipe, clientPipe);
        var accepting = Task.Factory.StartNew(() => _engine.Handshake(new DtlsRequest(DtlsRole.Server, _engine.Fingerprint), serverPipe),
            TaskCreationOptions.LongRunning);
        _engine.Handshake(new DtlsRequest(DtlsRole.Client, _engine.Fingerprint), clientPipe);
        if (!accepting.Wait(Patience)) throw new InvalidOperationException("a handshake was not completed");
        for (var i = 0; i < 4 * PerHandshake; i++, Inputs++)
        {
            serverPipe.Deliver(Spoilt(_toServer));
            if (!accepting.Result.Process()) throw new InvalidOperationException("a spoilt record closed a connection");
        }

        accepting.Result.Close();
    }

    private ReadOnlySpan<byte> Spoilt(byte[][] originals) =>
        _buffer.AsSpan(
            0, _mutator.Spoil(originals[_mutator.Below(originals.Length)], originals[_mutator.Below(originals.Length)], _buffer));

    private sealed class Recording : IDtlsWire
    {
        public List<byte[]> Sent { get; } = [];

        public DtlsPipe? Peer { get; set; }

        public void Send(ReadOnlySpan<byte> datagram)
        {
            lock (Sent) Sent.Add(datagram.ToArray());
            Peer!.Deliver(datagram);
        }
    }
}
