using Continuo.Rtp.Jitter;
using Continuo.Rtp.Packets;
using Continuo.Simulation.Networks;

namespace Continuo.Rooms.Tests;

/// <summary>Speakers whose packets are lost, late, doubled and out of order.</summary>
public class PacketRoomTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);

    [Fact]
    public void Bad_networks_never_cost_a_block_and_never_click()
    {
        // 8 kHz, so that 100 000 ticks take seconds; the room does the same at any rate.
        const int Ticks = 100_000;
        const double Amplitude = 0.2;
        double[] tones = [150, 230, 310];
        using var room = new VirtualRoom(new RoomOptions { Format = new(8000, 1) });
        var codec = CodecRegistry.Describe("L16", room.Format);
        var senders = tones.Select((hertz, i) => new PacketSender(codec, hertz, Amplitude, room.Clock, Ticks * Tick, (ulong)i + 1,
            () => [new RandomLoss(0.02), RandomDelay.Gamma(2, 6), new Reordering(0.01, 5, 40), new Duplication(0.02, 30)])).ToArray();
        for (var i = 0; i < senders.Length; i++) room.Speak($"s{i}", senders[i].Input);
        var output = new ContinuityOutput();
        room.Room.AddListener(new ListenerOptions { MemberId = "me" }, output);
        var slope = tones.Sum(hertz => Amplitude * 2 * Math.PI * hertz / 8000);
        var levels = tones.Select(_ => 0.0).ToArray();
        for (var tick = 0; tick < Ticks; tick++)
        {
            foreach (var sender in senders) sender.DeliverUntil(room.Clock.Now + 20_000_000);
            room.Tick();
            Assert.Equal((tick + 1, tick), (output.Blocks, output.LastTick));
            if (tick % 1000 == 999) Measure();
        }

        Assert.InRange(output.LargestStep, 0, 2 * slope);
        Assert.All(levels, level => Assert.InRange(level, 0.8 * Amplitude, Amplitude * 1.05));
        foreach (var sender in senders)
        {
            var statistics = sender.Input.Statistics;
            Assert.True(statistics.DuplicatePackets > 0 && statistics.ReorderedPackets > 0 && statistics.ConcealedFrames > 0);
            Assert.InRange(statistics.OutputFrames, (Ticks - 5L) * room.Frames, (long)Ticks * room.Frames);
            sender.Dispose();
        }

        void Measure()
        {
            for (var i = 0; i < tones.Length; i++) levels[i] += Tone.Amplitude(output.LastSecond(), tones[i], 8000) / (Ticks / 1000);
        }
    }

    [Fact]
    public void A_lone_speakers_packets_are_forwarded_as_they_are()
    {
        using var room = new VirtualRoom();
        var codec = CodecRegistry.Describe("opus", room.Format);
        using var sender = new PacketSender(codec, 400, 0.1, room.Clock, TimeSpan.FromSeconds(4), 1,
            jitter: new JitterBufferOptions { IsFixed = true, TimeScaling = false });
        room.BeforeTick = _ => sender.DeliverUntil(room.Clock.Now + 20_000_000);
        room.Speak("a", sender.Input);
        var (_, forwarded) = room.Listen("l", o => o with { Codec = codec });
        var (_, encoded) = room.Listen("e", o => o with { Codec = codec, AllowsForwarding = false });
        var (_, own) = room.Listen("a", o => o with { Codec = codec });
        room.Tick(150);

        var first = forwarded.Forwarded.IndexOf(true);
        Assert.InRange(first, 0, 10);
        Assert.DoesNotContain(false, forwarded.Forwarded[first..]);
        var sent = sender.Payloads.TakeWhile(p => !p.SequenceEqual(forwarded.Payloads[first])).Count();
        Assert.Equal(sender.Payloads.Skip(sent).Take(150 - first), forwarded.Payloads[first..]);
        Assert.DoesNotContain(true, encoded.Forwarded);
        Assert.DoesNotContain(true, own.Forwarded);
        Assert.Equal(150 - first, room.Room.Statistics.ForwardedPackets);

        // With a second voice the mix is encoded again, and stays so while both speak.
        room.Speak("b", new ToneInput(900));
        room.Tick(20);
        Assert.DoesNotContain(true, forwarded.Forwarded[^20..]);
        using var decoder = CodecRegistry.CreateDecoder(codec);
        var heard = new float[decoder.MaxFrames];
        foreach (var payload in forwarded.Payloads) Assert.Equal(960, decoder.Decode(payload, heard));
        Assert.Equal(0.1, Tone.Amplitude(heard.AsSpan(0, 960), 900), 0.02);
    }

    [Fact]
    public void Malformed_packets_are_silent_and_disturb_no_one()
    {
        using var room = new VirtualRoom();
        var codec = CodecRegistry.Describe("opus", room.Format);
        using var sender = new PacketSender(codec, 400, 0.1, room.Clock, TimeSpan.FromSeconds(1), 1);
        room.Speak("bad", sender.Input);
        var good = new ToneInput(900);
        room.Speak("good", good);
        var (_, output) = room.Listen("me");
        var random = new Random(7);
        var garbage = new byte[2000];
        for (var tick = 0; tick < 2000; tick++)
        {
            random.NextBytes(garbage);
            var length = random.Next(0, 1600);
            sender.Input.Insert(new IncomingPacket(random.Next(-5, 5) + tick, random.NextInt64(), garbage.AsSpan(0, length)), room.Clock.Now);
            room.Tick();
        }

        Assert.Equal(2000, output.Ticks.Count);
        Assert.Null(room.Room.Speakers[0].Failure);
        Assert.All(output.Samples, sample => Assert.InRange(sample, -0.8914f, 0.8914f));
        Assert.Equal(0.1, Tone.Amplitude(output.Last(4800), 900), 0.03);
    }

    private sealed class ContinuityOutput : IListenerOutput
    {
        private readonly float[] _second = new float[8000];
        private int _at;
        private float _last;

        public int Blocks { get; private set; }

        public long LastTick { get; private set; }

        public float LargestStep { get; private set; }

        public float[] LastSecond() => _second;

        public void Deliver(in RoomBlock block)
        {
            Blocks++;
            LastTick = block.Tick;
            foreach (var sample in block.Samples)
            {
                LargestStep = Math.Max(LargestStep, Math.Abs(sample - _last));
                _last = sample;
                _second[_at++ % _second.Length] = sample;
            }
        }
    }
}
