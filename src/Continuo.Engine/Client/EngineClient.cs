using System.Globalization;
using System.Net.Sockets;
using Continuo.Audio;
using Continuo.Engine.Protocol;
using Continuo.Engine.Reports;
using Continuo.LocalSockets;
using Continuo.Metering;
using Continuo.Mixing;
using Continuo.Rings;

namespace Continuo.Engine.Client;

/// <summary>
/// An application's connection to an engine in a process of its own. What the engine plays does not notice the application's garbage
/// collections; what the application writes itself is bounded, concealed when late, and counted. Thread-safe.
/// </summary>
public sealed class EngineClient : IEngineLink, IDisposable
{
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(10); // opening a source may take its time

    private readonly EngineChannel _channel;
    private uint _request;
    private volatile bool _gone;

    private EngineClient(EngineChannel channel, string path)
    {
        _channel = channel;
        SocketPath = path;
    }

    /// <summary>Where the engine listens.</summary>
    public string SocketPath { get; }

    /// <summary>The engine's process.</summary>
    public int ProcessId { get; private set; }

    /// <summary>What the engine plays.</summary>
    public AudioFormat Format { get; private set; }

    /// <summary>Number of frames it renders at a time.</summary>
    public int BlockFrames { get; private set; }

    /// <summary>Whether the engine is still there. Cheap: one system call.</summary>
    public bool IsAlive
    {
        get
        {
            if (_gone) return false;
            if (!Gate.TryEnter()) return true; // a request is under way, and will see for itself
            try
            {
                if (!_gone && _channel.Socket.Poll(0, SelectMode.SelectRead)) _gone = true; // unasked, an engine only says farewell
                return !_gone;
            }
            finally
            {
                Gate.Exit();
            }
        }
    }

    /// <summary>Among threads that talk to the engine: a request and its answer.</summary>
    internal Lock Gate { get; } = new();

    /// <summary>Where the content of the next request goes. Under the lock.</summary>
    internal Span<byte> Outgoing => _channel.Outgoing;

    /// <summary>Connects to an engine that is running. <see cref="AudioEngine.ConnectAsync"/> starts one if none is.</summary>
    /// <param name="path">Where it listens; <see langword="null"/>: <see cref="EnginePath.Default"/>.</param>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.ServerUnavailable"/> if none listens there;
    /// <see cref="AudioErrorCode.AccessDenied"/> if it is another user's.</exception>
    public static EngineClient Connect(string? path = null)
    {
        path ??= EnginePath.Default;
        EnginePath.RequireLinux(path);
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(SocketFile.EndPoint(path));
            if (!PeerCredentials.Of(socket).IsTrusted) throw new AudioException(AudioErrorCode.AccessDenied, path, "the engine there is run by another user", "Start an engine of your own at another place");
            var client = new EngineClient(new EngineChannel(socket), path);
            client.Greet();
            return client;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw e.SocketErrorCode == SocketError.AccessDenied
                ? new AudioException(AudioErrorCode.AccessDenied, path, "the engine's socket belongs to another user", "Start an engine of your own at another place", e)
                : new AudioException(AudioErrorCode.ServerUnavailable, path, "no engine listens there", "Start one: continuo engine", e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Has the engine play a source that has no clock of its own: a file, a generator. A relative path is this process's.
    /// </summary>
    /// <param name="address">What to play.</param>
    /// <param name="detach">Whether it goes on when this client goes.</param>
    /// <returns>The number of the input.</returns>
    /// <exception cref="AudioException">It cannot be opened, or the engine has ended.</exception>
    public int Play(string address, bool detach = false)
    {
        var whole = RequestText.Whole(address);
        lock (Gate)
        {
            var writer = new MessageWriter(_channel.Outgoing);
            writer.Flag(detach);
            writer.Text(whole);
            return NumberIn(Ask(MessageType.Play, writer.Length));
        }
    }

    /// <summary>Opens a player without tracks in the engine: files with a transport of their own.</summary>
    /// <param name="name">Display name.</param>
    /// <param name="trackMeters">What is measured of every track; of the player's mix everything is.</param>
    /// <exception cref="AudioException">There are too many inputs, or the engine has ended.</exception>
    public RemotePlayer OpenPlayer(string name, MeterParts trackMeters = MeterParts.Levels)
    {
        RequestText.Check(name, "name", EngineLimits.MaxNameLength);
        lock (Gate)
        {
            var writer = new MessageWriter(_channel.Outgoing);
            writer.Byte((byte)trackMeters);
            writer.Text(name);
            return new RemotePlayer(this, NumberIn(Ask(MessageType.OpenPlayer, writer.Length)), isDetached: false);
        }
    }

    /// <summary>Comes back to a player that was detached, or that another client has opened; it does not end with this client.</summary>
    /// <param name="player">Its number; see <see cref="Inputs"/>.</param>
    /// <exception cref="AudioException">There is no such player (any more), or the engine has ended.</exception>
    public RemotePlayer FindPlayer(int player)
    {
        var found = new RemotePlayer(this, player, isDetached: true);
        _ = found.Report();
        return found;
    }

    /// <summary>Asks for everything that the engine plays, in the order in which it came.</summary>
    /// <exception cref="AudioException">The engine has ended.</exception>
    public IReadOnlyList<EngineInputReport> Inputs()
    {
        var inputs = new List<EngineInputReport>();
        while (true)
        {
            lock (Gate)
            {
                var writer = new MessageWriter(_channel.Outgoing);
                writer.Int32(inputs.Count == 0 ? 0 : inputs[^1].Input);
                if (!InputReportMessage.TryRead(Ask(MessageType.NextInput, writer.Length), out var next)) throw ProtocolError();
                if (next.Input == 0) return inputs;
                inputs.Add(next);
            }
        }
    }

    /// <summary>Opens a stream for audio of this application's own.</summary>
    /// <param name="name">Display name.</param>
    /// <param name="ahead">How far the writer keeps ahead: it bridges pauses of the writer as long, and is heard as much later.</param>
    /// <param name="channels">1, or the engine's; 0 for the latter.</param>
    /// <exception cref="AudioException">A value is out of range, or the engine has ended.</exception>
    public EngineWriter OpenStream(string name, TimeSpan ahead, int channels = 0)
    {
        RequestText.Check(name, "name", EngineLimits.MaxNameLength);
        var format = Format.WithChannels(channels == 0 ? Format.Channels : channels);
        var chunks = EngineWriter.AheadChunks(ahead, format, BlockFrames);
        var ring = AudioRing.CreateShared(format, BlockFrames, chunks + 2);
        try
        {
            lock (Gate)
            {
                var writer = new MessageWriter(_channel.Outgoing);
                writer.Int32(int.Parse(Path.GetFileName(ring.SharedPath!), CultureInfo.InvariantCulture));
                writer.Int32(chunks);
                writer.Text(name);
                return new EngineWriter(NumberIn(Ask(MessageType.OpenStream, writer.Length)), name, ring, chunks, this);
            }
        }
        catch
        {
            ring.Dispose();
            throw;
        }
    }

    /// <summary>Sets gain, pan, mute and solo of an input.</summary>
    /// <exception cref="AudioException">A value is out of range, there is no such input, or the engine has ended.</exception>
    public void Set(int input, TrackSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        lock (Gate)
        {
            var writer = new MessageWriter(_channel.Outgoing);
            writer.Int32(input);
            PlayerMessages.Write(ref writer, settings);
            Ask(MessageType.SetInput, writer.Length);
        }
    }

    /// <summary>Fades an input out and ends it. Nothing happens if it, or the engine, has ended already.</summary>
    public void Close(int input)
    {
        lock (Gate)
        {
            if (_gone) return;
            var writer = new MessageWriter(_channel.Outgoing);
            writer.Int32(input);
            try
            {
                Ask(MessageType.Close, writer.Length);
            }
            catch (AudioException) when (_gone)
            {
                // With the engine, its inputs have ended.
            }
        }
    }

    /// <summary>Asks how the engine is doing.</summary>
    /// <exception cref="AudioException">The engine has ended.</exception>
    public EngineReport Report()
    {
        lock (Gate) return ReportMessage.TryRead(Ask(MessageType.Report, 0), out var report) ? report : throw ProtocolError();
    }

    /// <summary>Asks how an input is doing.</summary>
    /// <exception cref="AudioException">There is no such input, or the engine has ended.</exception>
    public EngineInputReport Report(int input)
    {
        lock (Gate)
        {
            var writer = new MessageWriter(_channel.Outgoing);
            writer.Int32(input);
            return InputReportMessage.TryRead(Ask(MessageType.InputReport, writer.Length), out var report) ? report : throw ProtocolError();
        }
    }

    /// <summary>Asks what each thread of the engine that is to allocate nothing has allocated so far.</summary>
    /// <exception cref="AudioException">The engine has ended.</exception>
    public IReadOnlyList<ThreadReport> Threads()
    {
        lock (Gate)
        {
            var reader = new MessageReader(Ask(MessageType.Threads, 0));
            var threads = new ThreadReport[Math.Clamp(reader.Int32(), 0, MessageHeader.MaxLength)];
            for (var i = 0; i < threads.Length; i++) threads[i] = new ThreadReport(reader.Int32(), reader.Int64(), reader.Text());
            return reader.IsWhole ? threads : throw ProtocolError();
        }
    }

    /// <summary>Asks the engine to end itself.</summary>
    /// <exception cref="AudioException">It has ended already.</exception>
    public void StopEngine()
    {
        lock (Gate) Ask(MessageType.Stop, 0);
    }

    /// <summary>Leaves. The inputs end, except those that were detached.</summary>
    public void Dispose()
    {
        lock (Gate)
        {
            _gone = true;
            _channel.Dispose();
        }
    }

    private void Greet()
    {
        var writer = new MessageWriter(_channel.Outgoing);
        writer.Int32(MessageHeader.Version);
        var reader = new MessageReader(Ask(MessageType.Hello, writer.Length));
        ProcessId = reader.Int32();
        var (rate, channels) = (reader.Int32(), reader.Int32());
        BlockFrames = reader.Int32();
        if (!reader.IsWhole || BlockFrames is < 1 or > AudioRing.MaxChunkFrames) throw ProtocolError();
        Format = new AudioFormat(rate, channels);
    }

    /// <summary>
    /// Sends what has been written and returns the content of the answer, which is valid until the next request. Under the lock.
    /// </summary>
    internal ReadOnlySpan<byte> Ask(MessageType type, int length)
    {
        if (_gone || !_channel.Send(type, ++_request, length) || !_channel.Receive(out var header, AnswerTime))
        {
            _gone = true;
            throw new AudioException(AudioErrorCode.ServerUnavailable, SocketPath, _channel.Fault is { } fault ? $"the engine cannot be talked to: {fault}" : "the engine has ended", "Start it again: continuo engine");
        }

        if (header.Type == MessageType.Error) throw EngineErrors.Read(_channel.Content);
        return header.Type == type + MessageHeader.Answer && header.Request == _request ? _channel.Content : throw ProtocolError();
    }

    internal int NumberIn(ReadOnlySpan<byte> answer)
    {
        var reader = new MessageReader(answer);
        var input = reader.Int32();
        return reader.IsWhole ? input : throw ProtocolError();
    }

    internal AudioException ProtocolError()
    {
        _gone = true;
        return new AudioException(AudioErrorCode.Unsupported, SocketPath, "the engine's answer is not understood", "Use an engine of the same version");
    }
}
