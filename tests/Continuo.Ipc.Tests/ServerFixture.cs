using System.Net.Sockets;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Ipc.Wire;
using Continuo.Rings;

namespace Continuo.Ipc.Tests;

/// <summary>
/// A server in virtual time, stepped by the test, whose ring is written with numbers: frame n of the stream holds <see cref="Value"/>(n) in
/// every channel, so that whoever receives it can tell where it comes from.
/// </summary>
internal sealed class ServerFixture : IDisposable
{
    public const int ChunkFrames = 480;

    private readonly string _directory = Directory.CreateTempSubdirectory("continuo-ipc-").FullName;
    private readonly float[] _samples;
    private long _position;

    public ServerFixture(IpcServerOptions? options = null, AudioFormat? format = null, int capacity = 200)
    {
        Path = System.IO.Path.Combine(_directory, "audio.sock");
        Ring = new AudioRing(format ?? AudioFormat.Default, ChunkFrames, capacity);
        _samples = new float[ChunkFrames * Ring.Format.Channels];
        Server = new IpcServer(Path, Ring, (options ?? IpcServerOptions.Default) with { Clock = Clock });
    }

    public VirtualClock Clock { get; } = new(1_000_000_000);

    public string Path { get; }

    public AudioRing Ring { get; }

    public IpcServer Server { get; }

    public long Position => _position;

    /// <summary>A multiple of 2⁻¹⁵ below 1: exact as a float and as 16 bits.</summary>
    public static float Value(long frame) => frame % 32_749 / 32_768f;

    /// <summary>Writes a chunk; after a gap, if asked.</summary>
    public void Write(long gap = 0)
    {
        _position += gap;
        for (var i = 0; i < _samples.Length; i++) _samples[i] = Value(_position + i / Ring.Format.Channels);
        Ring.Write(_samples, new ChunkHeader { Position = _position, CaptureTime = Clock.Now, GapFrames = gap });
        _position += ChunkFrames;
    }

    /// <summary>Writes a chunk of a 1 kHz tone; after a gap, if asked.</summary>
    public void WriteTone(long gap = 0)
    {
        _position += gap;
        for (var i = 0; i < _samples.Length; i++)
        {
            _samples[i] = 0.5f * MathF.Sin(MathF.Tau * ((_position + i / Ring.Format.Channels) % 48) / 48);
        }

        Ring.Write(_samples, new ChunkHeader { Position = _position, CaptureTime = Clock.Now, GapFrames = gap });
        _position += ChunkFrames;
    }

    public void Step() => Server.Step(Clock.Now);

    /// <summary>Ten milliseconds pass, with a chunk; the server works in each of them.</summary>
    public void Tick()
    {
        Write();
        for (var i = 0; i < 10; i++)
        {
            Step();
            Clock.Advance(TimeSpan.FromMilliseconds(1));
        }
    }

    public Socket ConnectRaw()
    {
        var socket = SocketPair.Unix();
        socket.Connect(new UnixDomainSocketEndPoint(Path));
        return socket;
    }

    /// <summary>A client that has been let in.</summary>
    public TestListener Connect(IpcCodec codec = IpcCodec.Any, int channels = 0, int frames = 0)
    {
        var listener = new TestListener(new IpcLink(ConnectRaw(), Clock.Now), IpcConfig.NewRequest(false, codec, 0, channels, frames));
        Step();
        listener.Finish(Clock.Now);
        return listener;
    }

    public void Dispose()
    {
        Server.Dispose();
        Ring.Dispose();
        Directory.Delete(_directory, recursive: true);
    }
}
