using Continuo.Audio;
using Continuo.Codecs.Opus;
using Continuo.Rtp.Packets;

namespace Continuo.Rtp.Tests.Packets;

public sealed class PacketizerTests
{
    private static readonly AudioFormat Mono = new(48_000, 1);
    private static readonly AudioFormat Stereo = new(48_000, 2);

    [Fact]
    public void Media_time_steps_by_the_packet_whatever_the_lengths_that_are_written()
    {
        using var encoder = new OpusPacketEncoder(Stereo, 960, OpusPreset.Standard);
        var wire = new Record();
        var packetizer = new Packetizer(encoder, wire);
        var random = new Random(8);
        long frames = 0;
        while (frames < 48_000 * 20)
        {
            var part = random.Next(5) switch { 0 => 0, 1 => 1, 2 => random.Next(5_000), _ => 480 };
            packetizer.Write(new float[part * 2], frames * 1_000_000_000 / 48_000);
            frames += part;
        }

        Assert.Equal(frames, packetizer.Position);
        Assert.Equal(frames / 960, wire.Packets.Count);
        Assert.Equal(wire.Packets.Count, packetizer.Packets);
        for (var i = 0; i < wire.Packets.Count; i++)
        {
            var packet = wire.Packets[i];
            Assert.Equal((i, i * 960, 960, i == 0), (packet.Sequence, packet.MediaTime, packet.Frames, packet.IsFirst));
            Assert.InRange(packet.CaptureTime, (i * 20_000_000L) - 1, (i * 20_000_000L) + 1);
        }
    }

    [Fact]
    public void What_arrives_is_what_was_written()
    {
        using var encoder = new PcmPacketEncoder(PcmEncoding.F32, Stereo, 441);
        var wire = new Record();
        var packetizer = new Packetizer(encoder, wire);
        var sound = Tones.Sine(440, 48_000, 10_000, 2);
        for (var at = 0; at < 10_000; at += 700) packetizer.Write(sound.AsSpan(2 * at, 2 * Math.Min(700, 10_000 - at)));
        packetizer.Finish();
        var arrived = wire.Decode(PcmEncoding.F32, Stereo);
        Assert.Equal(sound, arrived[..sound.Length]);
        Assert.All(arrived[sound.Length..], s => Assert.Equal(0, s));
        Assert.Equal(23, wire.Packets.Count);
        Assert.All(wire.Packets, p => Assert.Equal(-1, p.CaptureTime));
    }

    [Theory]
    [InlineData(480, 1_000)]
    [InlineData(480, 100)]
    [InlineData(480, 480)]
    [InlineData(0, 7)]
    [InlineData(0, 100_000_000_000)]
    [InlineData(959, 2)]
    public void A_gap_advances_the_media_time_by_exactly_its_frames(int pending, long gap)
    {
        using var encoder = new PcmPacketEncoder(PcmEncoding.F32, Mono, 960);
        var wire = new Record();
        var packetizer = new Packetizer(encoder, wire);
        var before = Enumerable.Repeat(0.25f, 960 + pending).ToArray();
        var after = Enumerable.Repeat(0.5f, 1_920).ToArray();
        packetizer.Write(before, 5_000_000_000);
        packetizer.Write(after, 5_000_000_000 + Mono.ToNanoseconds(before.Length + gap), gap);
        packetizer.Finish();
        Assert.Equal(gap, packetizer.GapFrames);

        // Every sample is at its place on the timeline, and silence is where there was none.
        var timeline = new Dictionary<long, float>();
        foreach (var packet in wire.Packets)
        {
            for (var i = 0; i < 960; i++) timeline.Add(packet.MediaTime + i, BitConverter.ToSingle(packet.Payload, 4 * i));
            Assert.InRange(packet.CaptureTime, 5_000_000_000 + Mono.ToNanoseconds(packet.MediaTime) - 1,
                5_000_000_000 + Mono.ToNanoseconds(packet.MediaTime) + 1);
        }

        for (var i = 0; i < before.Length; i++) Assert.Equal(0.25f, timeline[i]);
        for (var i = 0; i < after.Length; i++) Assert.Equal(0.5f, timeline[before.Length + gap + i]);
        Assert.Equal((before.Length + after.Length) * 1.0, timeline.Values.Count(v => v != 0));
        Assert.Equal(Enumerable.Range(0, wire.Packets.Count), wire.Packets.Select(p => (int)p.Sequence));
        for (var i = 1; i < wire.Packets.Count; i++)
        {
            Assert.Equal(wire.Packets[i].MediaTime != wire.Packets[i - 1].MediaTime + 960, wire.Packets[i].IsFirst);
        }
    }

    [Fact]
    public void The_end_brings_the_last_frame_through_the_look_ahead()
    {
        using var encoder = new OpusPacketEncoder(Mono, 960, OpusPreset.Standard);
        using var decoder = new OpusPacketDecoder(Mono);
        var wire = new Record();
        var packetizer = new Packetizer(encoder, wire);
        packetizer.Finish();
        Assert.Empty(wire.Packets);
        packetizer.Write(Tones.Sine(440, 48_000, 48_000));
        packetizer.Finish();
        Assert.Equal(51, wire.Packets.Count);
        var sound = new float[51 * 960];
        for (var i = 0; i < 51; i++) Assert.Equal(960, decoder.Decode(wire.Packets[i].Payload, sound.AsSpan(960 * i)));
        Assert.InRange(Tones.Rms(sound.AsSpan(48_000 + encoder.LookAheadFrames - 240, 240)), 0.3, 0.4);
    }

    [Fact]
    public void What_need_not_be_sent_takes_its_time_and_the_next_packet_is_a_first_one()
    {
        var preset = OpusPreset.Named("voice-low");
        using var encoder = new OpusPacketEncoder(Mono, 960, preset with { Settings = preset.Settings with { Dtx = true } });
        var wire = new Record();
        var packetizer = new Packetizer(encoder, wire);
        packetizer.Write(new float[48_000 * 5]);
        Assert.True(packetizer.Suppressed > 150);
        Assert.Equal(250, packetizer.Packets + packetizer.Suppressed);
        Assert.Equal(Enumerable.Range(0, wire.Packets.Count), wire.Packets.Select(p => (int)p.Sequence));
        for (var i = 1; i < wire.Packets.Count; i++)
        {
            Assert.Equal(wire.Packets[i].MediaTime != wire.Packets[i - 1].MediaTime + 960, wire.Packets[i].IsFirst);
        }
    }

    [Fact]
    public void Quality_changed_every_second_for_a_minute_leaves_no_gap()
    {
        using var encoder = new OpusPacketEncoder(Mono, 960, OpusPreset.Audio[0]);
        using var decoder = new OpusPacketDecoder(Mono);
        var wire = new Record();
        var packetizer = new Packetizer(encoder, wire);
        for (var second = 0; second < 60; second++)
        {
            encoder.Settings = OpusPreset.Audio[second % 4].Settings;
            packetizer.Write(Tones.Sine(440, 48_000, 48_000, start: second * 48_000L));
        }

        Assert.Equal(Enumerable.Range(0, 3_000).Select(i => i * 960L), wire.Packets.Select(p => p.MediaTime));
        var lengths = Enumerable.Range(0, 4)
            .Select(q => wire.Packets.Where((_, i) => i / 50 % 4 == q).Average(p => p.Payload.Length))
            .ToArray();
        Assert.Equal(lengths.Order(), lengths);
        var sound = new float[960];
        for (var i = 0; i < 3_000; i++)
        {
            Assert.Equal(960, decoder.Decode(wire.Packets[i].Payload, sound));
            if (i >= 5) Assert.InRange(Tones.Rms(sound), 0.33, 0.38);
        }
    }

    [Fact]
    public void A_packet_costs_no_allocation()
    {
        using var encoder = new OpusPacketEncoder(Stereo, 480, OpusPreset.Standard);
        var wire = new Count();
        var packetizer = new Packetizer(encoder, wire);
        var sound = Tones.Sine(440, 48_000, 700, 2);
        Assert.Equal(0, LeastAllocated.Bytes(() =>
        {
            for (var i = 0; i < 300; i++) packetizer.Write(sound, i, i % 10);
        }, calls: 1));
        Assert.True(wire.Bytes > 0);
    }

    private sealed record Sent(long Sequence, long MediaTime, long CaptureTime, int Frames, bool IsFirst, byte[] Payload);

    private sealed class Record : IPacketWire
    {
        public List<Sent> Packets { get; } = [];

        public void Send(in OutgoingPacket packet) =>
            Packets.Add(new Sent(
                packet.Sequence, packet.MediaTime, packet.CaptureTime, packet.Frames, packet.IsFirst, packet.Payload.ToArray()));

        public float[] Decode(PcmEncoding encoding, AudioFormat format)
        {
            using var decoder = new PcmPacketDecoder(encoding, format);
            var room = new float[decoder.MaxFrames * format.Channels];
            return [.. Packets.SelectMany(p => room[..(decoder.Decode(p.Payload, room) * format.Channels)])];
        }
    }

    private sealed class Count : IPacketWire
    {
        public long Bytes { get; private set; }

        public void Send(in OutgoingPacket packet) => Bytes += packet.Payload.Length;
    }
}
