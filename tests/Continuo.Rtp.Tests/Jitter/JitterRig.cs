using Continuo.Clocks;
using Continuo.Rtp.Concealment;
using Continuo.Rtp.Jitter;
using Continuo.Rtp.Packets;

namespace Continuo.Rtp.Tests.Jitter;

/// <summary>
/// A jitter buffer under a virtual clock: packets of 20 ms arrive when a test says, and the consumer reads block by block. The laws of
/// accounting are checked at each read.
/// </summary>
internal sealed class JitterRig : IDisposable
{
    public const int PacketFrames = 960;
    private readonly PriorityQueue<Delivery, (long Time, int Order)> _network = new();
    private readonly VirtualClock _clock = new(1_000_000_000);
    private readonly long _start;
    private readonly List<float> _output = [];
    private int _order;
    private long _read;
    private long _playedTo = long.MinValue;

    public JitterRig(JitterBufferOptions? options = null, IPacketDecoder? decoder = null)
    {
        _start = _clock.Now;
        Tone = decoder as ToneDecoder ?? new ToneDecoder(PacketFrames);
        Buffer = new JitterBuffer(decoder ?? Tone, options, _clock);
    }

    public static JitterBufferOptions Fixed(double ms) =>
        new() { StartDelay = TimeSpan.FromMilliseconds(ms), IsFixed = true, TimeScaling = false };

    public ToneDecoder Tone { get; }

    public JitterBuffer Buffer { get; }

    public JitterBufferStatistics Statistics => Buffer.GetStatistics();

    public IReadOnlyList<float> Output => _output;

    public List<PlayoutPiece> Pieces { get; } = [];

    public double NowMs => (_clock.Now - _start) / 1e6;

    public static long MediaTimeOf(long sequence) => sequence * PacketFrames;

    /// <summary>Packet n is sent at 20·n ms and arrives so much later.</summary>
    public void Send(
        long sequence, double delayMs, bool carriesPrevious = false, long? mediaTime = null, byte[]? payload = null, int copies = 0)
    {
        var at = sequence * 20 + delayMs;
        for (var back = copies; back > 0; back--)
        {
            if (sequence >= back)
            {
                At(at, sequence - back, MediaTimeOf(sequence - back), ToneDecoder.Payload(MediaTimeOf(sequence - back)), isCopy: true);
            }
        }

        var media = mediaTime ?? MediaTimeOf(sequence);
        At(at, sequence, media, payload ?? ToneDecoder.Payload(media, carriesPrevious));
    }

    public void At(double ms, long sequence, long mediaTime, byte[] payload, bool isCopy = false, bool isRestart = false)
    {
        var time = _start + (long)(ms * 1e6);
        _network.Enqueue(new Delivery(time, sequence, mediaTime, payload, isCopy, isRestart), (time, _order++));
    }

    /// <summary>Runs to a time; what arrives by the time of a read is there.</summary>
    public void RunTo(double ms, int block = 480)
    {
        var samples = new float[block * Buffer.Format.Channels];
        while (NowMs < ms - 1e-6)
        {
            Deliver();
            Buffer.Read(samples);
            _output.AddRange(samples);
            Check(block);
            _read += block;
            _clock.AdvanceTo(_start + _read * 1_000_000_000 / Buffer.Format.SampleRate);
        }
    }

    /// <summary>Nobody reads for a while; packets arrive.</summary>
    public void Sleep(double ms)
    {
        _read += (long)(ms * Buffer.Format.SampleRate / 1000);
        _clock.AdvanceTo(_start + _read * 1_000_000_000 / Buffer.Format.SampleRate);
        Deliver();
    }

    public void Dispose() => Buffer.Dispose();

    private void Deliver()
    {
        while (_network.TryPeek(out var next, out _) && next.Time <= _clock.Now)
        {
            _network.Dequeue();
            if (next.IsRestart) Buffer.Restart();
            Buffer.Insert(new IncomingPacket(next.Sequence, next.MediaTime, next.Payload, next.IsCopy), next.Time);
        }
    }

    private void Check(int block)
    {
        var s = Buffer.GetStatistics();
        Assert.Equal(s.MediaFrames,
            s.PlayedFrames + s.RedundantFrames + s.RecoveredFrames + s.ConcealedFrames
            + s.CoveredFrames + s.SkippedFrames + s.PausedFrames);
        Assert.Equal(
            s.OutputFrames + s.BufferedFrames,
            s.PlayedFrames + s.RedundantFrames + s.RecoveredFrames + s.ConcealedFrames
            + s.HeldFrames + s.SilentFrames + s.StretchedFrames - s.ShortenedFrames);
        Assert.Equal(
            s.ReceivedPackets,
            s.PlayedPackets + s.HeldPackets + s.DuplicatePackets + s.SparePackets
            + s.LatePackets + s.SkippedPackets + s.MalformedPackets + s.ImplausiblePackets
            + s.DiscardedPackets + s.OverflowPackets + s.OverwrittenPackets + s.OversizedPackets);
        var heard = 0;
        foreach (var piece in Buffer.Pieces)
        {
            heard += piece.Frames;
            Pieces.Add(piece);
            if (piece.Kind != PlayoutKind.Played || piece.MediaFrames == 0) continue;
            if (s.Restarts == 0)
            {
                Assert.True(piece.MediaTime >= _playedTo, $"frame {piece.MediaTime} is heard twice: {_playedTo} was heard before");
            }

            _playedTo = piece.MediaTime + piece.MediaFrames;
        }

        Assert.Equal(block, heard);
    }

    private readonly record struct Delivery(long Time, long Sequence, long MediaTime, byte[] Payload, bool IsCopy, bool IsRestart);
}
