using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Continuo.Audio;
using Continuo.Engine.Protocol;
using Continuo.LocalSockets;
using Continuo.Mixing;
using Continuo.Rings;

namespace Continuo.Engine.Client;

/// <summary>
/// An application's connection to an engine in a process of its own. What the engine plays does not notice the application's garbage
/// collections; what the application writes itself is bounded, concealed when late, and counted. Thread-safe.
/// </summary>
public sealed class EngineClient : IEngineLink, IDisposable
{
    private const int MaxAddressLength = 1000; // bytes; a text of the protocol has 1024
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(10); // opening a source may take its time

    private readonly Lock _lock = new();
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

    /// <summary>How many frames it renders at a time.</summary>
    public int BlockFrames { get; private set; }

    /// <summary>Whether the engine is still there. Cheap: one system call.</summary>
    public bool IsAlive
    {
        get
        {
            if (_gone) return false;
            if (!_lock.TryEnter()) return true; // a request is under way, and will see for itself
            try
            {
                if (!_gone && _channel.Socket.Poll(0, SelectMode.SelectRead)) _gone = true; // unasked, an engine only says farewell
                return !_gone;
            }
            finally
            {
                _lock.Exit();
            }
        }
    }

    /// <summary>Connects to an engine that is running.</summary>
    /// <param name="path">Where it listens; <see langword="null"/>: <see cref="EnginePath.Default"/>.</param>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.ServerUnavailable"/> if none listens there; <see cref="AudioErrorCode.AccessDenied"/> if it is another user's.</exception>
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

    /// <summary>Connects to the engine, and starts it before if none is running.</summary>
    /// <param name="options">Where, and how to start it; <see langword="null"/> for the usual.</param>
    /// <param name="cancellation">Ends the waiting; an engine that was started goes on.</param>
    /// <exception cref="AudioException">It cannot be connected to or started.</exception>
    public static Task<EngineClient> ConnectAsync(EngineLaunchOptions? options = null, CancellationToken cancellation = default) =>
        EngineLauncher.ConnectAsync(options ?? new EngineLaunchOptions(), cancellation);

    /// <summary>Has the engine play a source that has no clock of its own: a file, a generator. Paths are the engine's.</summary>
    /// <param name="address">What to play.</param>
    /// <param name="detach">Whether it goes on when this client goes.</param>
    /// <returns>The number of the input.</returns>
    /// <exception cref="AudioException">It cannot be opened, or the engine has ended.</exception>
    public int Play(string address, bool detach = false)
    {
        Check(address, "address", MaxAddressLength);
        lock (_lock)
        {
            var writer = new MessageWriter(_channel.Outgoing);
            writer.Byte(detach ? (byte)1 : (byte)0);
            writer.Text(address);
            return InputOf(Ask(MessageType.Play, writer.Length));
        }
    }

    /// <summary>Opens a stream for audio of this application's own.</summary>
    /// <param name="name">For people.</param>
    /// <param name="ahead">How far the writer keeps ahead: it bridges pauses of the writer as long, and is heard as much later.</param>
    /// <param name="channels">1, or the engine's; 0 for the latter.</param>
    /// <exception cref="AudioException">A value is out of range, or the engine has ended.</exception>
    public EngineWriter OpenStream(string name, TimeSpan ahead, int channels = 0)
    {
        Check(name, "name", AudioEngine.MaxNameLength);
        var format = new AudioFormat(Format.SampleRate, channels == 0 ? Format.Channels : channels);
        var chunks = AudioEngine.AheadChunks(ahead, format, BlockFrames);
        var ring = AudioRing.CreateShared(format, BlockFrames, chunks + 2);
        try
        {
            lock (_lock)
            {
                var writer = new MessageWriter(_channel.Outgoing);
                writer.Int32(int.Parse(Path.GetFileName(ring.SharedPath!), CultureInfo.InvariantCulture));
                writer.Int32(chunks);
                writer.Text(name);
                return new EngineWriter(InputOf(Ask(MessageType.OpenStream, writer.Length)), name, ring, chunks, this);
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
        lock (_lock)
        {
            var writer = new MessageWriter(_channel.Outgoing);
            writer.Int32(input);
            writer.Double(settings.GainDb);
            writer.Double(settings.Pan);
            writer.Byte(settings.Mute ? (byte)1 : (byte)0);
            writer.Byte(settings.Solo ? (byte)1 : (byte)0);
            Ask(MessageType.SetInput, writer.Length);
        }
    }

    /// <summary>Fades an input out and ends it. Nothing happens if it, or the engine, has ended already.</summary>
    public void Close(int input)
    {
        lock (_lock)
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
        lock (_lock) return ReportMessage.TryRead(Ask(MessageType.Report, 0), out var report) ? report : throw Nonsense();
    }

    /// <summary>Asks how an input is doing.</summary>
    /// <exception cref="AudioException">There is no such input, or the engine has ended.</exception>
    public EngineInputReport Report(int input)
    {
        lock (_lock)
        {
            var writer = new MessageWriter(_channel.Outgoing);
            writer.Int32(input);
            return InputReportMessage.TryRead(Ask(MessageType.InputReport, writer.Length), out var report) ? report : throw Nonsense();
        }
    }

    /// <summary>Asks the engine to end itself.</summary>
    /// <exception cref="AudioException">It has ended already.</exception>
    public void StopEngine()
    {
        lock (_lock) Ask(MessageType.Stop, 0);
    }

    /// <summary>Leaves. The inputs end, except those that were detached.</summary>
    public void Dispose()
    {
        lock (_lock)
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
        if (!reader.IsWhole || BlockFrames is < 1 or > AudioRing.MaxChunkFrames) throw Nonsense();
        Format = new AudioFormat(rate, channels);
    }

    /// <summary>Sends what has been written and returns the content of the answer, which is valid until the next request. Under the lock.</summary>
    private ReadOnlySpan<byte> Ask(MessageType type, int length)
    {
        if (_gone || !_channel.Send(type, ++_request, length) || !_channel.Receive(out var header, AnswerTime))
        {
            _gone = true;
            throw new AudioException(AudioErrorCode.ServerUnavailable, SocketPath, _channel.Fault is { } fault ? $"the engine cannot be talked to: {fault}" : "the engine has ended", "Start it again: continuo engine");
        }

        if (header.Type == MessageType.Error) throw EngineErrors.Read(_channel.Content);
        return header.Type == type + MessageHeader.Answer && header.Request == _request ? _channel.Content : throw Nonsense();
    }

    private int InputOf(ReadOnlySpan<byte> answer)
    {
        var reader = new MessageReader(answer);
        var input = reader.Int32();
        return reader.IsWhole ? input : throw Nonsense();
    }

    private AudioException Nonsense()
    {
        _gone = true;
        return new AudioException(AudioErrorCode.Unsupported, SocketPath, "the engine's answer is not understood", "Use an engine of the same version");
    }

    private static void Check(string text, string what, int most)
    {
        ArgumentNullException.ThrowIfNull(text);
        var bytes = Encoding.UTF8.GetByteCount(text);
        if (bytes > 0 && bytes <= most) return;
        throw new AudioException(AudioErrorCode.InvalidArgument, string.Create(CultureInfo.InvariantCulture, $"{what} of {bytes} bytes"), string.Create(CultureInfo.InvariantCulture, $"outside 1…{most}"), bytes == 0 ? "Give one" : "Make it shorter");
    }
}
