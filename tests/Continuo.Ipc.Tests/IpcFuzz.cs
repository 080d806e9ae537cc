using System.Net.Sockets;
using Continuo.Ipc.Wire;
using Continuo.Sources;

namespace Continuo.Ipc.Tests;

/// <summary>
/// Attacks a server in virtual time over real sockets: spoilt, cut, forged and endless messages, clients that stop in the middle, never
/// speak, never read, or vanish; and listens with honest clients, each of which must get every frame in its place meanwhile. The other
/// half attacks a listening client. The same seed does the same.
/// </summary>
public sealed class IpcFuzz : IDisposable
{
    private const int Attackers = 8;

    private readonly ServerFixture _fixture = new(new IpcServerOptions { MaxClients = 16 });
    private readonly TestListener[] _honest;
    private readonly Socket?[] _attackers = new Socket?[Attackers];
    private readonly uint[] _streams = new uint[Attackers];
    private readonly Mutator _mutator;
    private readonly List<byte[]> _corpus = [];
    private readonly byte[] _message = new byte[4096];
    private readonly byte[] _heard = new byte[65_536];
    private readonly float[] _block = new float[9600];
    private long _rounds;

    public IpcFuzz(ulong seed)
    {
        _mutator = new Mutator(seed);
        _honest = [_fixture.Connect(IpcCodec.F32), _fixture.Connect(IpcCodec.S16)];
        foreach (var type in Enum.GetValues<IpcMessageType>())
        {
            foreach (var stream in new[] { 0u, 7u }) _corpus.Add(Message(type, stream));
        }
    }

    /// <summary>Messages and pieces of messages sent so far.</summary>
    public long Messages { get; private set; }

    /// <summary>Connections made so far.</summary>
    public long Connections { get; private set; }

    /// <summary>Messages that the attacked client took for audio.</summary>
    public long Taken { get; private set; }

    /// <summary>Clients of the server now.</summary>
    public int Clients => _fixture.Server.Clients;

    /// <summary>Readers of the server's ring now: one of its own, and one for each client.</summary>
    public int Readers => _fixture.Ring.Readers.Count;

    /// <summary>How many kinds of faults the server has found.</summary>
    public int KindsOfFaults => _fixture.Server.GetStatistics().Faults.Count;

    /// <summary>Attacks with so many messages more. Throws if an honest client misses or mishears a frame.</summary>
    public void Run(long messages)
    {
        for (var end = Messages + messages; Messages < end;)
        {
            for (var i = 0; i < Attackers; i++) AttackServer(i);
            _fixture.Step();
            _fixture.Clock.Advance(TimeSpan.FromMilliseconds(1));
            if (++_rounds % 10 != 0) continue;
            _fixture.Write();
            _fixture.Step();
            foreach (var client in _honest) Listen(client);
            if (_rounds % 20 == 0) AttackClient();
        }
    }

    /// <summary>Lets the attackers vanish, and the server see it.</summary>
    public void Calm()
    {
        for (var i = 0; i < Attackers; i++) Vanish(i);
        for (var i = 0; i < 3; i++)
        {
            _fixture.Write(); // what cannot be sent tells that somebody is gone, whatever is still to be heard
            _fixture.Step();
            foreach (var client in _honest) Listen(client);
        }
    }

    public void Dispose()
    {
        for (var i = 0; i < Attackers; i++) Vanish(i);
        foreach (var client in _honest) client.Dispose();
        _fixture.Dispose();
    }

    private void Listen(TestListener client)
    {
        var status = client.Read(_fixture.Clock.Now, ServerFixture.Value, from: 0);
        if (status != SourceStatus.Nothing || client.Position != _fixture.Position || client.GapFrames != 0)
            throw new InvalidOperationException(
                $"an honest client is disturbed: {status}, at {client.Position} of {_fixture.Position}, "
                    + $"{client.GapFrames} frames missing, {client.Fault}");
    }

    private void AttackServer(int attacker)
    {
        if (_attackers[attacker] is null)
        {
            _attackers[attacker] = Connect(attacker);
            return;
        }

        switch (_mutator.Below(24))
        {
            case 0:
                Vanish(attacker);
                break;
            case 1: // half-open
                Try(attacker, static (s, _) => s.Shutdown(SocketShutdown.Send));
                break;
            case 2: // a flood
                var beat = Message(IpcMessageType.Heartbeat, _streams[attacker]);
                for (var i = 0; i < 50 && _attackers[attacker] is not null; i++) Send(attacker, beat);
                break;
            case 3: // slow loris: the beginning of a message, or one more byte of nothing
                Send(attacker, Message(IpcMessageType.Heartbeat, _streams[attacker]).AsSpan(0, 1 + _mutator.Below(39)));
                break;
            case 4: // time passes without a word; at the most what the server grants
            case 5:
                break;
            case < 12: // in order, as far as the type is
                Send(attacker, Message((IpcMessageType)(1 + _mutator.Below(6)), _streams[attacker]));
                break;
            case < 15:
                Process(attacker);
                break;
            default:
                var length = _mutator.Spoil(_corpus[_mutator.Below(_corpus.Count)], _corpus[_mutator.Below(_corpus.Count)], _message);
                if (length > 16 && _mutator.Below(2) == 0) BitConverter.TryWriteBytes(_message.AsSpan(12), _streams[attacker]);
                Send(attacker, _message.AsSpan(0, length));
                break;
        }
    }

    private Socket? Connect(int attacker)
    {
        var socket = _fixture.ConnectRaw();
        socket.Blocking = false;
        Connections++;
        _attackers[attacker] = socket;
        _streams[attacker] = 0;
        if (_mutator.Below(4) == 0) return socket;
        var wish = IpcConfig.NewRequest(_mutator.Below(8) == 0, (IpcCodec)_mutator.Below(3), 0, _mutator.Below(3), _mutator.Below(2) * 100);
        var request = Message(IpcMessageType.Config, 0);
        wish.WriteTo(request.AsSpan(IpcHeader.Bytes));
        Send(attacker, request);
        _fixture.Step();
        Process(attacker);
        return _attackers[attacker];
    }

    /// <summary>Reads what there is, and learns the stream from it.</summary>
    private void Process(int attacker)
    {
        if (_attackers[attacker] is not { } socket) return;
        var heard = socket.Receive(_heard, SocketFlags.None, out var error);
        if (error == SocketError.Success && heard == 0) Vanish(attacker);
        else if (heard >= IpcHeader.Bytes && _streams[attacker] == 0) _streams[attacker] = BitConverter.ToUInt32(_heard, 12);
    }

    private void Send(int attacker, ReadOnlySpan<byte> bytes)
    {
        if (_attackers[attacker] is not { } socket) return;
        Messages++;
        socket.Send(bytes, SocketFlags.None, out var error);
        if (error is not (SocketError.Success or SocketError.WouldBlock)) Vanish(attacker);
    }

    private void Try(int attacker, Action<Socket, int> act)
    {
        try
        {
            act(_attackers[attacker]!, attacker);
        }
        catch (SocketException)
        {
            Vanish(attacker);
        }
    }

    private void Vanish(int attacker)
    {
        _attackers[attacker]?.Dispose();
        _attackers[attacker] = null;
    }

    /// <summary>What a client makes of a server that has gone mad: first some honest audio, then anything.</summary>
    private void AttackClient()
    {
        var (near, far) = SocketPair.Create();
        far.Blocking = false;
        using var peer = far;
        using var link = new IpcLink(near, 0);
        var config = new IpcConfig(1, 1, false, _mutator.Below(2) == 0 ? IpcCodec.F32 : IpcCodec.S16, 48_000, 2, 480, 0);
        link.Agree(1, 7, IpcOffer.MaxContent(config), 0);
        using var inlet = new IpcReceiverSession(link, config, IpcLimits.Silence);
        for (var i = 0; i < 100 && inlet.Fault == IpcFault.None; i++)
        {
            int length;
            if (_mutator.Below(8) > 0)
            {
                new IpcHeader(IpcMessageType.Audio, 64, 7, i, i * 8, 1).WriteTo(_message);
                _message.AsSpan(IpcHeader.Bytes, 64).Clear();
                length = IpcHeader.Bytes + 64;
                if (_mutator.Below(10) == 0) _message[_mutator.Below(length)] ^= (byte)(1 << _mutator.Below(8));
            }
            else
            {
                length = _mutator.Spoil(_corpus[_mutator.Below(_corpus.Count)], _corpus[_mutator.Below(_corpus.Count)], _message);
            }

            Messages++;
            if (peer.Send(_message.AsSpan(0, length), SocketFlags.None, out _) == 0) break;
            while (inlet.Read(_block, i).Status == SourceStatus.Data) Taken++;
        }
    }

    private static byte[] Message(IpcMessageType type, uint stream)
    {
        var length = type switch
        {
            IpcMessageType.Config => IpcConfig.Bytes,
            IpcMessageType.Audio => 64,
            IpcMessageType.Error => 6,
            _ => 0
        };
        var bytes = new byte[IpcHeader.Bytes + length];
        new IpcHeader(type, length, stream).WriteTo(bytes);
        if (type == IpcMessageType.Config) IpcConfig.NewRequest(clientSends: false).WriteTo(bytes.AsSpan(IpcHeader.Bytes));
        if (type == IpcMessageType.Error) bytes[IpcHeader.Bytes] = 5;
        return bytes;
    }
}
