using System.Diagnostics;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Codecs.Opus;
using Continuo.Rooms.Inputs;
using Continuo.Rtp.Packets;

namespace Continuo.Mumble.Tests.Gateway;

/// <summary>A speaker of a room whose Opus packets of a tone arrive in real time, as from a browser.</summary>
internal sealed class RoomTalker : IDisposable
{
    private readonly PacketCodec _codec = CodecRegistry.Describe("opus", new AudioFormat(48_000, 1));
    private readonly Thread _thread;
    private readonly HashSet<string> _sent = [];
    private volatile bool _isStopped;

    public RoomTalker(double hertz, double amplitude)
    {
        Input = new PacketSpeakerInput(_codec);
        _thread = new Thread(() => Run(hertz, amplitude)) { IsBackground = true };
        _thread.Start();
    }

    public PacketSpeakerInput Input { get; }

    /// <summary>Whether a packet is one of this speaker's own.</summary>
    public bool HasSent(ReadOnlySpan<byte> packet)
    {
        lock (_sent) return _sent.Contains(Convert.ToHexString(packet));
    }

    public void Dispose()
    {
        _isStopped = true;
        _thread.Join();
    }

    private void Run(double hertz, double amplitude)
    {
        using var encoder = CodecRegistry.CreateEncoder(_codec, OpusPreset.Named("voice-medium"));
        var (block, payload) = (new float[960], new byte[encoder.MaxPayloadBytes]);
        var watch = Stopwatch.StartNew();
        for (long packet = 0; !_isStopped; packet++)
        {
            for (var i = 0; i < 960; i++) block[i] = (float)(amplitude * Math.Sin(2 * Math.PI * hertz * (packet * 960 + i) / 48_000));
            var bytes = encoder.Encode(block, payload);
            lock (_sent) _sent.Add(Convert.ToHexString(payload, 0, bytes));
            Input.Insert(new IncomingPacket(packet, packet * 960, payload.AsSpan(0, bytes)), MonotonicClock.System.Now);
            var ahead = TimeSpan.FromMilliseconds(20 * (packet + 1)) - watch.Elapsed;
            if (ahead > TimeSpan.Zero) Thread.Sleep(ahead);
        }
    }
}
