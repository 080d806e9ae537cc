using Continuo.Codecs.Opus;
using Continuo.Rtp.Jitter;
using Continuo.Rtp.Packets;
using Continuo.Simulation.Networks;

namespace Continuo.Rooms.Tests;

/// <summary>Speakers whose packets are lost, late, doubled and out of order.</summary>
public class PacketRoomTests
{
    private static readonly JitterBufferOptions Steady = new() { IsFixed = true, TimeScaling = false };
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
            jitter: Steady);
        room.BeforeTick = _ => sender.DeliverUntil(room.Clock.Now + 20_000_000);
        room.Speak("a", sender.Input);
        var (_, forwarded) = room.Listen("l", o => o with { Codec = codec });
        var (_, encoded) = room.Listen("e", o => o with { Codec = codec, AllowsForwarding = false });
        var (_, own) = room.Listen("a", o => o with { Codec = codec });
        room.Tick(150);

        var first = forwarded.Forwarded.IndexOf(true);
        Assert.InRange(first, 0, 10);
        AssertForwarded(sender, forwarded, first);
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
    public void Who_comes_while_someone_speaks_gets_the_speakers_packets_unless_the_mix_is_encoded_already()
    {
        using var room = new VirtualRoom();
        var codec = CodecRegistry.Describe("opus", room.Format);
        using var sender = new PacketSender(codec, 400, 0.1, room.Clock, TimeSpan.FromSeconds(6), 1,
            jitter: Steady);
        room.BeforeTick = _ => sender.DeliverUntil(room.Clock.Now + 20_000_000);
        room.Speak("a", sender.Input);
        room.Listen("a", o => o with { Codec = codec });
        room.Tick(50);
        var (first, heard) = room.Listen("l", o => o with { Codec = codec });
        room.Tick(50);
        Assert.DoesNotContain(false, heard.Forwarded);
        var (_, second) = room.Listen("m", o => o with { Codec = codec });
        room.Tick(10);
        Assert.DoesNotContain(false, second.Forwarded); // the common mix goes on

        // From a mix of one's own to the common one and back there is no pause: encoded until there is one.
        first.SetVolumes(new SpeakerVolume("a", 0.5));
        room.Tick(20);
        first.SetVolumes(new SpeakerVolume("a"));
        room.Tick(100);
        Assert.DoesNotContain(true, heard.Forwarded[^110..]);
        Assert.DoesNotContain(false, second.Forwarded);
    }

    [Fact]
    public void A_change_of_the_delay_by_less_than_a_packet_does_not_end_forwarding_and_loses_no_packet()
    {
        using var room = new VirtualRoom();
        var codec = CodecRegistry.Describe("opus", room.Format);
        using var sender = new PacketSender(codec, 400, 0.1, room.Clock, TimeSpan.FromSeconds(6), 1,
            jitter: new JitterBufferOptions { StartDelay = TimeSpan.FromMilliseconds(35) });
        room.BeforeTick = _ => sender.DeliverUntil(room.Clock.Now + 13_000_000); // a packet begins somewhere in a tick
        room.Speak("a", sender.Input);
        var (_, heard) = room.Listen("l", o => o with { Codec = codec });
        room.Tick(200);

        var first = heard.Forwarded.IndexOf(true);
        Assert.InRange(first, 0, 5);
        Assert.True(sender.Input.Statistics.ShortenedFrames > 0);
        AssertForwarded(sender, heard, first);
    }

    [Fact]
    public void A_silence_repeats_its_packet_and_what_follows_is_heard_as_if_all_had_been_encoded()
    {
        using var room = new VirtualRoom();
        var codec = CodecRegistry.Describe("opus", room.Format);
        var voice = new ToneInput(400) { Amplitude = 0 };
        room.Speak("a", voice);
        var (_, output) = room.Listen("l", o => o with { Codec = codec });
        room.Tick(200);
        // The encoder's own would have four seeds in turn.
        Assert.Single(output.Payloads.TakeLast(150).Select(Convert.ToHexString).Distinct());
        voice.Amplitude = 0.1;
        room.Tick(50);

        using var decoder = CodecRegistry.CreateDecoder(codec);
        using var encoder = CodecRegistry.CreateEncoder(codec, OpusPreset.Named("voice-high"));
        using var reference = CodecRegistry.CreateDecoder(codec);
        var (heard, expected, payload) = (new float[decoder.MaxFrames], new float[decoder.MaxFrames], new byte[encoder.MaxPayloadBytes]);
        for (var tick = 0; tick < 250; tick++)
        {
            decoder.Decode(output.Payloads[tick], heard);
            var bytes = encoder.Encode(output.Samples.Slice(tick * room.Frames, room.Frames).ToArray(), payload);
            reference.Decode(payload.AsSpan(0, bytes), expected);
            for (var i = 0; i < room.Frames; i++) Assert.Equal(expected[i], heard[i], 0.003); // -30 dB, of the encoders' noise shaping
        }

        Assert.Equal(0.1, Tone.Amplitude(heard.AsSpan(0, room.Frames), 400), 0.01);
    }

    [Fact]
    public void After_ticks_were_left_out_no_one_is_heard_later_and_nothing_is_played_faster()
    {
        const int LeftOut = 30;
        using var room = new VirtualRoom();
        var codec = CodecRegistry.Describe("opus", room.Format);
        using var sender = new PacketSender(codec, 400, 0.1, room.Clock, TimeSpan.FromSeconds(6), 1);
        room.BeforeTick = _ => sender.DeliverUntil(room.Clock.Now + 20_000_000);
        room.Speak("a", sender.Input);
        var (_, output) = room.Listen("l");
        room.Tick(150);
        var before = sender.Input.Statistics;

        room.Clock.Advance(LeftOut * Tick);
        room.Room.LeaveOut(LeftOut);
        room.Tick(50);

        var after = sender.Input.Statistics;
        Assert.Equal(before.DelayMs, after.DelayMs, 1.0);
        Assert.Equal(LeftOut * room.Frames, after.SkippedFrames - before.SkippedFrames);
        Assert.Equal((before.ShortenedFrames, before.ConcealedFrames), (after.ShortenedFrames, after.ConcealedFrames));
        Assert.Equal(150 + LeftOut, output.Ticks[150]);
        Assert.Equal(0.1, Tone.Amplitude(output.Last(4800), 400), 0.01);
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
            sender.Input.Insert(
                new IncomingPacket(random.Next(-5, 5) + tick, random.NextInt64(), garbage.AsSpan(0, length)),
                room.Clock.Now);
            room.Tick();
        }

        Assert.Equal(2000, output.Ticks.Count);
        Assert.Null(room.Room.Speakers[0].Failure);
        Assert.All(output.Samples, sample => Assert.InRange(sample, -0.8914f, 0.8914f));
        Assert.Equal(0.1, Tone.Amplitude(output.Last(4800), 900), 0.03);
    }

    /// <summary>From a tick on, the listener gets every packet of the sender in turn.</summary>
    private static void AssertForwarded(PacketSender sender, CapturedOutput output, int first)
    {
        Assert.DoesNotContain(false, output.Forwarded[first..]);
        var sent = sender.Payloads.TakeWhile(p => !p.SequenceEqual(output.Payloads[first])).Count();
        Assert.Equal(sender.Payloads.Skip(sent).Take(output.Payloads.Count - first), output.Payloads[first..]);
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
