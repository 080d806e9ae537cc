namespace Continuo.Rtp.Latency;

/// <summary>
/// Times of the last packets, by number. Each stage writes its own field on its own thread; the summary is read about a second later. Does
/// not allocate after construction.
/// </summary>
internal sealed class PathLog(int framesPerPacket, int sampleRate)
{
    private const int Packets = 4096;
    private readonly PathTimes[] _times = new PathTimes[Packets];

    /// <summary>Number of frames per packet.</summary>
    public int FramesPerPacket { get; } = framesPerPacket;

    /// <summary>The times of a packet.</summary>
    public ref PathTimes this[long packet] => ref _times[packet & (Packets - 1)];

    /// <summary>Mean breakdown of the packets that begin within a part of the timeline.</summary>
    /// <param name="position">First frame.</param>
    /// <param name="frames">Length.</param>
    /// <param name="chunkFrames">Length of the ring's chunks.</param>
    /// <param name="lookAheadFrames">The codec's look-ahead.</param>
    /// <returns>The mean, and the spread of the packets' latencies in ms; <see langword="null"/> if no packet completed the path.</returns>
    public (LatencyBreakdown Mean, double SpreadMs)? Mean(long position, int frames, int chunkFrames, int lookAheadFrames)
    {
        var count = 0;
        var (least, greatest) = (long.MaxValue, long.MinValue);
        double device = 0, ring = 0, encode = 0, network = 0, jitterBuffer = 0, decode = 0, output = 0;
        var chunk = chunkFrames * 1e9 / sampleRate;
        for (var packet = (position + FramesPerPacket - 1) / FramesPerPacket; packet * FramesPerPacket < position + frames; packet++)
        {
            ref readonly var t = ref this[packet];
            if (!t.IsComplete) continue;
            count++;
            (least, greatest) = (Math.Min(least, t.Heard - t.Captured), Math.Max(greatest, t.Heard - t.Captured));
            device += t.Committed - t.Captured - chunk;
            ring += t.Taken - t.Committed;
            encode += t.Sent - t.Taken;
            network += t.Arrived - t.Sent;
            jitterBuffer += t.Read - t.Arrived;
            decode += t.Decoded - t.Read;
            output += t.Heard - t.Decoded;
        }

        if (count == 0) return null;
        var toMs = 1e-6 / count;
        var mean = new LatencyBreakdown
        {
            DeviceMs = device * toMs,
            ChunkMs = chunk * 1e-6,
            RingMs = ring * toMs,
            EncodeMs = encode * toMs + lookAheadFrames * 1000.0 / sampleRate,
            NetworkMs = network * toMs,
            JitterBufferMs = jitterBuffer * toMs,
            DecodeMs = decode * toMs,
            OutputMs = output * toMs,
        };
        return (mean, (greatest - least) * 1e-6);
    }
}
