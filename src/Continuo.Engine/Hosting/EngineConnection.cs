using System.Globalization;
using System.Net.Sockets;
using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Engine.Protocol;
using Continuo.Engine.Statistics;
using Continuo.LocalSockets;

namespace Continuo.Engine.Hosting;

/// <summary>
/// One client of the engine process, on its own thread: receives requests and sends answers. When the client disconnects, its inputs are
/// closed, except those that stay. Reports do not allocate.
/// </summary>
internal sealed class EngineConnection : IDisposable
{
    /// <summary>Maximum number of threads in a report; their names are short.</summary>
    private const int MaxThreads = 128;

    private static readonly TimeSpan HelloTimeout = TimeSpan.FromSeconds(2);

    private readonly EngineServer _server;
    private readonly AudioEngine _engine;
    private readonly EngineChannel _channel;
    private readonly Thread _thread;
    private readonly List<int> _inputs = [];
    private readonly ThreadAllocation?[] _threads = new ThreadAllocation?[MaxThreads];
    private int _process;

    public EngineConnection(EngineServer server, AudioEngine engine, Socket socket)
    {
        (_server, _engine) = (server, engine);
        _channel = new EngineChannel(socket);
        _thread = new Thread(Run, 256 * 1024) { Name = "client", IsBackground = true };
    }

    public void Start() => _thread.Start();

    /// <summary>Ends the connection and waits until its inputs are closed.</summary>
    public void Dispose()
    {
        try
        {
            _channel.Socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It was closed by the peer.
        }

        if (_thread.IsAlive && _thread != Thread.CurrentThread) _thread.Join();
    }

    private void Run()
    {
        try
        {
            Serve();
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The peer disconnected during a request.
        }
        finally
        {
            foreach (var input in _inputs) CloseInput(input);
            _channel.Dispose();
            _server.Remove(this);
        }
    }

    private void Serve()
    {
        var peer = PeerCredentials.Of(_channel.Socket);
        _process = peer.ProcessId;
        if (!peer.IsTrusted)
        {
            Refuse(0,
                new AudioException(AudioErrorCode.AccessDenied, "engine", "it serves only its own user and root", "Start your own engine"));
            return;
        }

        var greeted = false;
        using var allocation = ThreadAllocation.Open("client");
        while (_channel.Receive(out var header, greeted ? null : HelloTimeout))
        {
            if (!greeted && header.Type != EngineMessageType.Hello)
            {
                Refuse(header.Request, RequestErrors.Bad("the first message must be a greeting"));
                return;
            }

            greeted = true;
            allocation.Note();
            if (!Answer(header)) return;
            if (header.Type == EngineMessageType.Stop) _server.RequestStop();
        }

        if (_channel.Fault is { } fault) Refuse(0, RequestErrors.Bad(fault));
    }

    /// <summary>Handles a message; false if the answer could not be sent.</summary>
    private bool Answer(in MessageHeader header)
    {
        int length;
        try
        {
            length = Do(header.Type, _channel.Content, _channel.Outgoing);
        }
        catch (AudioException e)
        {
            return Refuse(header.Request, e);
        }
        catch (Exception e)
        {
            // A bug in the engine must not end it: the client receives the error.
            return Refuse(header.Request, new AudioException(AudioErrorCode.InputOutput, "engine", e.Message.TrimEnd('.'), "Report this"));
        }

        return _channel.Send(header.Type + MessageHeader.Answer, header.Request, length);
    }

    private int Do(EngineMessageType type, ReadOnlySpan<byte> content, Span<byte> answer)
    {
        var reader = new MessageReader(content);
        var writer = new MessageWriter(answer);
        switch (type)
        {
            case EngineMessageType.Hello:
                if (reader.Int32() != MessageHeader.Version || !reader.IsValid) throw RequestErrors.Bad("the version is not supported");
                writer.Int32(Environment.ProcessId);
                writer.Int32(_engine.Options.Format.SampleRate);
                writer.Int32(_engine.Options.Format.Channels);
                writer.Int32(_engine.Options.BlockFrames);
                writer.Int32((int)_engine.Options.Format.Layout.Mask);
                return writer.Length;
            case EngineMessageType.OpenStream:
                writer.Int32(OpenStream(ref reader));
                return writer.Length;
            case EngineMessageType.Play:
                writer.Int32(Play(ref reader));
                return writer.Length;
            case EngineMessageType.Close:
                var closing = reader.Int32();
                reader.Require();
                _engine.Close(closing);
                _inputs.Remove(closing);
                return 0;
            case EngineMessageType.SetInput:
                Set(ref reader);
                return 0;
            case EngineMessageType.Statistics:
                reader.Require();
                return StatisticsMessage.Write(answer, _engine.GetStatistics());
            case EngineMessageType.InputStatistics:
                var asked = reader.Int32();
                reader.Require();
                return InputStatisticsMessage.Write(answer, _engine.Find(asked).GetStatistics());
            case EngineMessageType.Stop:
                reader.Require();
                return 0;
            case EngineMessageType.OpenPlayer:
                var player = PlayerRequests.Open(_engine, ref reader);
                _inputs.Add(player.Id);
                writer.Int32(player.Id);
                return writer.Length;
            case EngineMessageType.NextInput:
                var before = reader.Int32();
                reader.Require();
                return InputStatisticsMessage.Write(
                    answer, _engine.Next(before)?.GetStatistics() ?? default(EngineInputStatistics) with { Name = "" });
            case EngineMessageType.Threads:
                reader.Require();
                return WriteThreads(writer);
            default:
                if (PlayerRequests.Do(_engine, type, ref reader, answer) is >= 0 and var length) return length;
                throw RequestErrors.Bad(string.Create(CultureInfo.InvariantCulture, $"there is no message of type {(byte)type}"));
        }
    }

    /// <summary>Closes an input with the client, unless it is a detached player.</summary>
    private void CloseInput(int input)
    {
        if (_engine.Next(input - 1) is EnginePlayer { IsDetached: true } player && player.Id == input) return;
        _engine.Close(input);
    }

    private int WriteThreads(MessageWriter writer)
    {
        var count = ThreadAllocation.CopyTo(_threads);
        writer.Int32(count);
        for (var i = 0; i < count; i++)
        {
            writer.Int32(_threads[i]!.Id);
            writer.Int64(_threads[i]!.Bytes);
            writer.Text(_threads[i]!.Name);
        }

        Array.Clear(_threads);
        return writer.Length;
    }

    private int OpenStream(ref MessageReader reader)
    {
        var (descriptor, ahead, name) = (reader.Int32(), reader.Int32(), reader.Text());
        reader.Require();
        RequestErrors.CheckName(name);
        if (descriptor < 0 || _process <= 0) throw RequestErrors.Bad("the ring's descriptor or the client's process is not accessible");

        // The client sends a descriptor number, never a path: it cannot make the engine open another file.
        var input = _engine.OpenShared(string.Create(CultureInfo.InvariantCulture, $"/proc/{_process}/fd/{descriptor}"), ahead, name);
        _inputs.Add(input.Id);
        return input.Id;
    }

    private int Play(ref MessageReader reader)
    {
        var (stays, address) = (reader.Flag(), reader.Text());
        reader.Require();
        var input = _engine.Play(AudioAddress.Parse(address));
        if (!stays) _inputs.Add(input.Id);
        return input.Id;
    }

    private void Set(ref MessageReader reader)
    {
        var (input, settings) = (reader.Int32(), PlayerMessages.ReadSettings(ref reader));
        reader.Require();
        _engine.Find(input).Track.Settings = settings;
    }

    private bool Refuse(uint request, AudioException error) =>
        _channel.Send(EngineMessageType.Error, request, EngineErrors.Write(_channel.Outgoing, error));
}
