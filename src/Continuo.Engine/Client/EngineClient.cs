using System.Globalization;
using Continuo.Audio;
using Continuo.Engine.Protocol;
using Continuo.Engine.Statistics;
using Continuo.LocalSockets;
using Continuo.Metering;
using Continuo.Mixing;
using Continuo.Rings;

namespace Continuo.Engine.Client;

/// <summary>
/// An application's connection to an engine process. Files and sources that the engine plays are not affected by the application's
/// garbage collections. Audio that the application writes is buffered; if it is late, the gap is concealed and counted. Thread-safe.
/// </summary>
public sealed class EngineClient : IEngineLink, IDisposable
{
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(10); // opening a source may take long

    private readonly EngineChannel _channel;
    private uint _request;
    private volatile bool _gone;

    private EngineClient(EngineChannel channel, string path)
    {
        _channel = channel;
        SocketPath = path;
    }

    /// <summary>Socket path of the engine.</summary>
    public string SocketPath { get; }

    /// <summary>Process id of the engine.</summary>
    public int ProcessId { get; private set; }

    /// <summary>Format of the engine's output.</summary>
    public AudioFormat Format { get; private set; }

    /// <summary>Block length of the engine in frames.</summary>
    public int BlockFrames { get; private set; }

    /// <summary>Whether the engine is still connected. One system call.</summary>
    public bool IsAlive
    {
        get
        {
            if (_gone) return false;
            if (!Gate.TryEnter()) return true; // a request is in progress and will notice
            try
            {
                // an engine sends an unrequested message only when it ends
                if (!_gone && _channel.HasUnread) _gone = true;
                return !_gone;
            }
            finally
            {
                Gate.Exit();
            }
        }
    }

    /// <summary>Held by threads during a request and its answer.</summary>
    internal Lock Gate { get; } = new();

    /// <summary>Buffer for the content of the next request. Call under the lock.</summary>
    internal Span<byte> Outgoing => _channel.Outgoing;

    /// <summary>Connects to a running engine. <see cref="AudioEngine.ConnectAsync"/> also starts one if none is running.</summary>
    /// <param name="path">Socket path of the engine; <see langword="null"/>: <see cref="EnginePath.Default"/>.</param>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.ServerUnavailable"/> if no engine listens there;
    /// <see cref="AudioErrorCode.AccessDenied"/> if it is another user's.</exception>
    public static EngineClient Connect(string? path = null)
    {
        path ??= EnginePath.Default;
        EnginePath.RequireLinux(path);
        var client = new EngineClient(new EngineChannel(UnixConnector.Connect(path, isBlocking: true, "engine", "continuo engine")), path);
        try
        {
            client.SayHello();
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Makes the engine play a source without a clock, such as a file or a generator. A relative path is resolved by this process.
    /// </summary>
    /// <param name="address">Address to play.</param>
    /// <param name="detach">Whether the input continues after this client has disconnected.</param>
    /// <returns>Number of the input.</returns>
    /// <exception cref="AudioException">The address cannot be opened, or the engine has ended.</exception>
    public int Play(string address, bool detach = false)
    {
        var whole = RequestText.MakeAbsolute(address);
        lock (Gate)
        {
            var writer = new MessageWriter(_channel.Outgoing);
            writer.Flag(detach);
            writer.Text(whole);
            return NumberIn(Ask(EngineMessageType.Play, writer.Length));
        }
    }

    /// <summary>Opens a player without tracks in the engine. It has its own transport.</summary>
    /// <param name="name">Display name.</param>
    /// <param name="trackMeters">Meters of every track. The player's mix always has all meters.</param>
    /// <exception cref="AudioException">There are too many inputs, or the engine has ended.</exception>
    public RemotePlayer OpenPlayer(string name, MeterParts trackMeters = MeterParts.Levels)
    {
        RequestText.Check(name, "name", EngineLimits.MaxNameLength);
        lock (Gate)
        {
            var writer = new MessageWriter(_channel.Outgoing);
            writer.Byte((byte)trackMeters);
            writer.Text(name);
            return new RemotePlayer(this, NumberIn(Ask(EngineMessageType.OpenPlayer, writer.Length)), isDetached: false);
        }
    }

    /// <summary>Returns a player that was detached or that another client opened. It does not end with this client.</summary>
    /// <param name="player">Number of the player; see <see cref="Inputs"/>.</param>
    /// <exception cref="AudioException">The player does not exist, or the engine has ended.</exception>
    public RemotePlayer FindPlayer(int player)
    {
        var found = new RemotePlayer(this, player, isDetached: true);
        _ = found.GetStatistics();
        return found;
    }

    /// <summary>Returns the statistics of all inputs, in the order in which they were added.</summary>
    /// <exception cref="AudioException">The engine has ended.</exception>
    public IReadOnlyList<EngineInputStatistics> Inputs()
    {
        var inputs = new List<EngineInputStatistics>();
        while (true)
        {
            lock (Gate)
            {
                var writer = new MessageWriter(_channel.Outgoing);
                writer.Int32(inputs.Count == 0 ? 0 : inputs[^1].Input);
                if (!InputStatisticsMessage.TryRead(Ask(EngineMessageType.NextInput, writer.Length), out var next)) throw ProtocolError();
                if (next.Input == 0) return inputs;
                inputs.Add(next);
            }
        }
    }

    /// <summary>Opens a stream to which this application writes audio.</summary>
    /// <param name="name">Display name.</param>
    /// <param name="ahead">Buffered audio. Bridges pauses of the writer of this length and adds as much latency.</param>
    /// <param name="channels">1 or the engine's channel count; 0 selects the latter.</param>
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
                return new EngineWriter(NumberIn(Ask(EngineMessageType.OpenStream, writer.Length)), name, ring, chunks, this);
            }
        }
        catch
        {
            ring.Dispose();
            throw;
        }
    }

    /// <summary>Sets gain, pan, mute and solo of an input.</summary>
    /// <exception cref="AudioException">A value is out of range, the input does not exist, or the engine has ended.</exception>
    public void Set(int input, TrackSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        lock (Gate)
        {
            var writer = new MessageWriter(_channel.Outgoing);
            writer.Int32(input);
            PlayerMessages.Write(ref writer, settings);
            Ask(EngineMessageType.SetInput, writer.Length);
        }
    }

    /// <summary>Fades an input out and closes it. Does nothing if the input or the engine has ended.</summary>
    public void Close(int input)
    {
        lock (Gate)
        {
            if (_gone) return;
            var writer = new MessageWriter(_channel.Outgoing);
            writer.Int32(input);
            try
            {
                Ask(EngineMessageType.Close, writer.Length);
            }
            catch (AudioException) when (_gone)
            {
                // The engine has ended, and its inputs with it.
            }
        }
    }

    /// <summary>Returns state and statistics of the engine.</summary>
    /// <exception cref="AudioException">The engine has ended.</exception>
    public EngineStatistics GetStatistics()
    {
        lock (Gate)
        {
            var answer = Ask(EngineMessageType.Statistics, 0);
            return StatisticsMessage.TryRead(answer, out var statistics) ? statistics : throw ProtocolError();
        }
    }

    /// <summary>Returns the statistics of an input.</summary>
    /// <exception cref="AudioException">The input does not exist, or the engine has ended.</exception>
    public EngineInputStatistics GetStatistics(int input)
    {
        lock (Gate)
        {
            var writer = new MessageWriter(_channel.Outgoing);
            writer.Int32(input);
            var answer = Ask(EngineMessageType.InputStatistics, writer.Length);
            return InputStatisticsMessage.TryRead(answer, out var statistics) ? statistics : throw ProtocolError();
        }
    }

    /// <summary>Returns the bytes allocated by each real-time thread of the engine.</summary>
    /// <exception cref="AudioException">The engine has ended.</exception>
    internal IReadOnlyList<EngineThreadStatistics> Threads()
    {
        lock (Gate)
        {
            var reader = new MessageReader(Ask(EngineMessageType.Threads, 0));
            var threads = new EngineThreadStatistics[Math.Clamp(reader.Int32(), 0, MessageHeader.MaxLength)];
            for (var i = 0; i < threads.Length; i++) threads[i] = new EngineThreadStatistics(reader.Int32(), reader.Int64(), reader.Text());
            return reader.IsValid ? threads : throw ProtocolError();
        }
    }

    /// <summary>Stops the engine process.</summary>
    /// <exception cref="AudioException">The engine has already ended.</exception>
    public void StopEngine()
    {
        lock (Gate) Ask(EngineMessageType.Stop, 0);
    }

    /// <summary>Disconnects. Inputs of this client end, except detached ones.</summary>
    public void Dispose()
    {
        lock (Gate)
        {
            _gone = true;
            _channel.Dispose();
        }
    }

    private void SayHello()
    {
        var writer = new MessageWriter(_channel.Outgoing);
        writer.Int32(MessageHeader.Version);
        var reader = new MessageReader(Ask(EngineMessageType.Hello, writer.Length));
        ProcessId = reader.Int32();
        var (rate, channels) = (reader.Int32(), reader.Int32());
        BlockFrames = reader.Int32();
        var mask = (uint)reader.Int32();
        if (!reader.IsValid || BlockFrames is < 1 or > AudioRing.MaxChunkFrames) throw ProtocolError();
        Format = new AudioFormat(rate, mask == 0 ? ChannelLayout.Unnamed(channels) : ChannelLayout.FromMask(mask, channels));
    }

    /// <summary>
    /// Sends the written request and returns the content of the answer, valid until the next request. Call under the lock.
    /// </summary>
    internal ReadOnlySpan<byte> Ask(EngineMessageType type, int length)
    {
        if (_gone || !_channel.Send(type, ++_request, length) || !_channel.Receive(out var header, AnswerTime))
        {
            _gone = true;
            throw new AudioException(AudioErrorCode.ServerUnavailable, SocketPath,
                _channel.Fault is { } fault ? $"communication with the engine failed: {fault}" : "the engine has ended",
                "Start it again: continuo engine");
        }

        if (header.Type == EngineMessageType.Error) throw EngineErrors.Read(_channel.Content);
        return header.Type == type + MessageHeader.Answer && header.Request == _request ? _channel.Content : throw ProtocolError();
    }

    internal int NumberIn(ReadOnlySpan<byte> answer)
    {
        var reader = new MessageReader(answer);
        var input = reader.Int32();
        return reader.IsValid ? input : throw ProtocolError();
    }

    internal AudioException ProtocolError()
    {
        _gone = true;
        return new AudioException(AudioErrorCode.Unsupported, SocketPath, "the engine's answer is invalid",
            "Use an engine of the same version");
    }
}
