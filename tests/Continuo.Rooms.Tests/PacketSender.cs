using Continuo.Clocks;
using Continuo.Rooms.Inputs;
using Continuo.Rtp.Jitter;
using Continuo.Rtp.Packets;
using Continuo.Simulation.Networks;
using Continuo.Simulation.Traces;

namespace Continuo.Rooms.Tests;

/// <summary>
/// Sends a sine in packets over a simulated network into a speaker's input. Every packet exists before the first is delivered, so that the
/// same seed gives the same course.
/// </summary>
internal sealed class PacketSender : IDisposable
{
    private readonly IPacketEncoder _encoder;
    private readonly List<TracePacket> _arrivals;
    private readonly long _start;
    private readonly double _radians;
    private readonly double _amplitude;
    private readonly float[] _samples;
    private readonly byte[][] _payloads;
    private readonly byte[] _room;
    private int _next;

    public PacketSender(PacketCodec codec, double hertz, double amplitude, VirtualClock clock, TimeSpan duration, ulong seed,
        Func<IReadOnlyList<IImpairment>>? network = null, JitterBufferOptions? jitter = null)
    {
        Codec = codec;
        Input = new PacketSpeakerInput(codec, jitter, clock);
        _encoder = CodecRegistry.CreateEncoder(codec);
        _samples = new float[codec.FramesPerPacket * codec.Format.Channels];
        _room = new byte[_encoder.MaxPayloadBytes];
        (_start, _amplitude, _radians) = (clock.Now, amplitude, 2 * Math.PI * hertz / codec.Format.SampleRate);
        var sender = new Simulation.Networks.PacketSender
        {
            SampleRate = codec.Format.SampleRate,
            FramesPerPacket = codec.FramesPerPacket
        };
        var trace = new SimulatedNetwork(sender, network ?? (() => [])).Trace("test", seed, duration);
        _arrivals = [.. trace.Packets.Where(p => p.ArrivalTime != TracePacket.Lost).OrderBy(p => p.ArrivalTime)];
        _payloads = new byte[trace.Packets.Max(p => p.Sequence) + 1][];
        for (var i = 0; i < _payloads.Length; i++) _payloads[i] = Encode(i);
    }

    public PacketCodec Codec { get; }

    public PacketSpeakerInput Input { get; }

    /// <summary>The payloads in the order in which they were sent.</summary>
    public IReadOnlyList<byte[]> Payloads => _payloads;

    /// <summary>Delivers what has arrived by now.</summary>
    public void DeliverUntil(long now)
    {
        for (; _next < _arrivals.Count && _start + _arrivals[_next].ArrivalTime <= now; _next++)
        {
            var packet = _arrivals[_next];
            Input.Insert(new IncomingPacket(packet.Sequence, packet.MediaTime, _payloads[packet.Sequence]), _start + packet.ArrivalTime);
        }
    }

    public void Dispose() => _encoder.Dispose();

    private byte[] Encode(int packet)
    {
        var first = (long)packet * Codec.FramesPerPacket;
        for (var i = 0; i < _samples.Length; i++) _samples[i] = (float)(_amplitude * Math.Sin(_radians * (first + i)));
        return _room[.._encoder.Encode(_samples, _room)];
    }
}
