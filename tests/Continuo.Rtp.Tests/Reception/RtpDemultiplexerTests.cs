using System.Buffers.Binary;
using System.Net;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Rtp.Jitter;
using Continuo.Rtp.Packets;
using Continuo.Rtp.Reception;
using Continuo.Rtp.Sdp;
using Continuo.Rtp.Sockets;
using Continuo.Rtp.Tests.Fuzzing;
using Continuo.Rtp.Wire;

namespace Continuo.Rtp.Tests.Reception;

public sealed class RtpDemultiplexerTests
{
    private const long Tick = 10_000_000;

    private readonly VirtualClock _clock = new(1_000_000_000);
    private readonly RtpDemultiplexer _session;
    private readonly List<RtpStream> _begun = [];
    private readonly List<RtpStream> _ended = [];

    public RtpDemultiplexerTests()
    {
        var media = new SdpMedia
        {
            Port = 5004,
            Formats =
            [
                new SdpFormat(Voice.L16, "L16", 48_000, 1), new SdpFormat(Voice.L24, "L24", 48_000, 1),
                new SdpFormat(99, "L16", 44_100, 1), new SdpFormat(PayloadTypes.Redundant, "red", 48_000, 1),
            ],
            PacketMilliseconds = 10,
        };
        _session = Create(PayloadMap.Of(media, "test"));
        _session.StreamBegun += (_, stream) => _begun.Add(stream);
        _session.StreamEnded += (_, stream) => _ended.Add(stream);
    }

    [Fact]
    public void A_source_is_heard_with_its_first_packet_and_at_its_level()
    {
        var voice = new Voice(1);
        var heard = Run(voice, 200);
        var stream = Assert.Single(_session.Streams);
        Assert.Equal([stream], _begun);
        var statistics = stream.GetStatistics();
        Assert.Equal((200, 200, 0.0), (statistics.ReceivedPackets, statistics.ExpectedPackets, statistics.LossPercent));
        Assert.Equal(200, statistics.Buffer!.ReceivedPackets);
        Assert.Equal("L16", statistics.Codec!.Name);
        Assert.InRange(statistics.JitterMs, 0, 0.01);
        Assert.InRange(Peak(heard[^4800..]), 0.499f, 0.501f);
        Assert.Equal(0, statistics.Buffer.ConcealedFrames);
    }

    [Fact]
    public void Sources_do_not_disturb_each_other()
    {
        var one = new Voice(1, 6000);
        var other = new Voice(2, 6002);
        for (var i = 0; i < 100; i++)
        {
            Send(one);
            if (i is > 20 and < 60) Send(other);
            Step();
        }

        Assert.Equal([1u, 2u], _session.Streams.Select(s => s.Ssrc));
        var statistics = _session.Streams[0].GetStatistics();
        Assert.Equal((100, 0), (statistics.ReceivedPackets, statistics.ForeignPackets));
        Assert.Equal(0, statistics.Buffer!.ConcealedFrames);
    }

    [Fact]
    public void Another_sender_with_the_same_ssrc_is_kept_out()
    {
        var voice = new Voice(1);
        var thief = new Voice(1, 7000) { Sequence = 65_510 };
        Run(voice, 50);
        for (var i = 0; i < 100; i++)
        {
            Send(voice);
            Send(thief);
            Step();
        }

        var statistics = _session.Streams[0].GetStatistics();
        Assert.Equal((150, 100, 0), (statistics.ReceivedPackets, statistics.ForeignPackets, statistics.AddressChanges));
        Assert.Equal(voice.Address.ToString(), statistics.Peer);
        Assert.Equal(0, statistics.Buffer!.ConcealedFrames);
    }

    [Fact]
    public void A_source_that_moves_to_another_address_continues()
    {
        var voice = new Voice(1);
        Run(voice, 50);
        voice.Address = voice.Address.WithPort(7777);
        Run(voice, 100);
        var stream = Assert.Single(_session.Streams);
        var statistics = stream.GetStatistics();
        Assert.Equal(1, statistics.AddressChanges);
        Assert.Equal("127.0.0.1:7777", statistics.Peer);
        // What is kept out until then lasts for two tenths of a second.
        Assert.InRange(statistics.ForeignPackets, 2, 23);
        Assert.InRange(Peak(Run(voice, 50)[^4800..]), 0.499f, 0.501f);
    }

    [Fact]
    public void A_source_that_begins_again_is_heard_again()
    {
        var voice = new Voice(1);
        Run(voice, 50);
        voice.Sequence = 12_000;
        voice.Timestamp = 5;
        Run(voice, 100);
        var statistics = Assert.Single(_session.Streams).GetStatistics();
        Assert.Equal((0, 150, 150), (statistics.RejectedPackets, statistics.ReceivedPackets, statistics.ExpectedPackets));
        Assert.Equal((1, 0), (statistics.Buffer!.TimestampJumps, statistics.Buffer.ConcealedFrames));
        Assert.InRange(Peak(Run(voice, 20)[^4800..]), 0.499f, 0.501f);
    }

    [Fact]
    public void A_goodbye_ends_a_source_if_it_comes_from_it()
    {
        var voice = new Voice(1);
        Run(voice, 10);
        var stranger = PeerAddress.From(new IPEndPoint(IPAddress.Parse("192.0.2.9"), 6001));
        _session.TakeReport(voice.Report(goodbye: true), stranger, _clock.Now);
        Assert.Single(_session.Streams);
        _session.TakeReport(voice.Report(goodbye: true), voice.Address.WithPort(6001), _clock.Now);
        Assert.Empty(_session.Streams);
        Assert.True(Assert.Single(_ended).HasLeft);
        Assert.Equal(1, _session.Statistics.Goodbyes);
    }

    [Fact]
    public void A_silent_source_is_forgotten_unless_it_reports()
    {
        var voice = new Voice(1);
        Run(voice, 10);
        for (var i = 0; i < 20; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
            _session.TakeReport(voice.Report(), voice.Address.WithPort(6001), _clock.Now);
            _session.Tick(_clock.Now);
        }

        Assert.Equal("voice@test", Assert.Single(_session.Streams).Name);
        _clock.Advance(TimeSpan.FromSeconds(11));
        _session.Tick(_clock.Now);
        Assert.Empty(_session.Streams);
        Assert.Equal(1, _session.Statistics.Timeouts);

        // And comes back as a new one.
        Run(voice, 10);
        Assert.Equal(2, _begun.Count);
    }

    [Fact]
    public void Whoever_has_our_ssrc_makes_us_choose_another()
    {
        var before = _session.OwnSsrc;
        Run(new Voice(before), 10);
        Assert.NotEqual(before, _session.OwnSsrc);
        Assert.Equal(1, _session.Statistics.SsrcCollisions);
        Assert.Single(_session.Streams);
    }

    [Fact]
    public void A_peer_that_changes_its_codec_is_followed()
    {
        var voice = new Voice(1);
        Run(voice, 50);
        voice.PayloadType = Voice.L24;
        var heard = Run(voice, 50);
        Assert.InRange(Peak(heard[^4800..]), 0.499f, 0.501f);
        voice.PayloadType = Voice.L16;
        heard = Run(voice, 50);
        Assert.InRange(Peak(heard[^4800..]), 0.499f, 0.501f);
        Assert.Equal(2, Assert.Single(_session.Streams).GetStatistics().FormatChanges);
    }

    [Theory]
    [InlineData(0)] // PCMU, which nothing here decodes
    [InlineData(99)] // another rate
    [InlineData(120)] // never agreed
    public void A_payload_that_cannot_be_played_is_counted_and_what_follows_is_heard(byte payloadType)
    {
        var voice = new Voice(1);
        Run(voice, 50);
        voice.PayloadType = payloadType;
        Run(voice, 30);
        voice.PayloadType = Voice.L16;
        var heard = Run(voice, 100);
        var statistics = Assert.Single(_session.Streams).GetStatistics();
        Assert.Equal((30, (int)payloadType), (statistics.UnknownPayloads, statistics.LastUnknownPayloadType));
        Assert.InRange(Peak(heard[^4800..]), 0.499f, 0.501f);
    }

    [Fact]
    public void Lost_packets_come_from_copies_in_later_ones()
    {
        var voice = new Voice(1) { Redundancy = 2 };
        var lost = 0;
        for (var i = 0; i < 500; i++)
        {
            var packet = voice.Next();
            if (i > 10 && i % 5 is 3 or 4) lost++;
            else _session.Take(packet, voice.Address, _clock.Now);
            Step();
        }

        var statistics = Assert.Single(_session.Streams).GetStatistics();
        Assert.InRange(statistics.LossPercent, 35, 45);
        Assert.InRange(lost, 190, 200);
        // Copies come up to 20 ms after what they replace was due; once that is learnt, nothing is made up.
        Assert.InRange(statistics.Buffer!.RedundantFrames, 400 * 190, 480 * 200);
    }

    [Fact]
    public void Reports_say_how_a_source_is_received()
    {
        var voice = new Voice(7);
        for (var i = 0; i < 100; i++)
        {
            var packet = voice.Next();
            if (i % 10 != 9) _session.Take(packet, voice.Address, _clock.Now);
            Step();
        }

        _session.TakeReport(voice.Report(), voice.Address.WithPort(6001), _clock.Now);
        _clock.Advance(TimeSpan.FromSeconds(5));
        var batch = new DatagramBatch(4, 512);
        _session.WriteReports(_clock.Now, batch);
        Assert.Equal(1, batch.Count);
        Assert.Equal(voice.Address, batch.Peer(0));
        Assert.True(RtcpReader.IsWellFormed(batch[0]));
        var reader = new RtcpReader(batch[0]);
        Assert.True(reader.TryRead(out var packetRead));
        var report = packetRead.Report(0);
        Assert.Equal((7u, 9, 0x5678_9ABCu), (report.Ssrc, report.Lost, report.LastReport));
        Assert.InRange(report.FractionLost, 20, 28);
        Assert.InRange((int)report.Delay, 5 * 65_536 - 10, 5 * 65_536 + 10);
        Assert.Equal((ushort)(voice.Sequence - 2), (ushort)report.ExtendedHighest);
        Assert.True(reader.TryRead(out packetRead));
        Assert.Equal("continuo"u8.ToArray(), packetRead.CanonicalName(_session.OwnSsrc));

        // The next are due some seconds later.
        batch.Clear();
        _session.WriteReports(_clock.Now, batch);
        Assert.Equal(0, batch.Count);
        Assert.InRange(_session.NextReport - _clock.Now, 2_000_000_000, 6_300_000_000);
    }

    [Fact]
    public void Packets_gone_astray_do_not_fill_the_table()
    {
        var voice = new Voice(0xFFFF_0000);
        for (uint ssrc = 0; ssrc < 2000; ssrc++) _session.Take(new Voice(ssrc).Next(), voice.Address, _clock.Now);
        Assert.Empty(_session.Streams);
        Assert.InRange(_session.Statistics.RefusedPackets, 1900, 2000);
        _clock.Advance(TimeSpan.FromSeconds(2));
        Run(voice, 10);
        Assert.Equal(voice.Ssrc, Assert.Single(_session.Streams).Ssrc);
    }

    [Fact]
    public void A_flood_from_unknown_sources_allocates_nothing_and_disturbs_no_one()
    {
        var voice = new Voice(0xFFFF_0000);
        Run(voice, 20);
        var packet = new byte[200];
        var flooder = new Voice(0, 9_999).Address;
        var next = 0u;
        Flood(2_000);
        var allocated = LeastAllocated.Bytes(() => Flood(20_000), calls: 1);
        Assert.Equal(0, allocated);
        var refused = _session.Statistics.RefusedPackets;
        Assert.InRange(refused, 20_000, long.MaxValue);
        for (var i = 0; i < 100; i++)
        {
            Flood(100);
            Send(voice);
            Step();
        }

        var statistics = Assert.Single(_session.Streams).GetStatistics();
        Assert.Equal((120, 0.0), (statistics.ReceivedPackets, statistics.LossPercent));
        Assert.Equal(0, statistics.Buffer!.ConcealedFrames);

        // Another source comes through meanwhile, if it has an address of its own.
        var other = new Voice(0xFFFF_0001, 6002);
        for (var i = 0; i < 4; i++)
        {
            Flood(100);
            Send(other);
        }

        Assert.Equal(2, _session.Streams.Count);

        void Flood(int packets)
        {
            for (var i = 0; i < packets; i++)
            {
                new RtpHeader(Voice.L16, 1, 0, next++ % 1_000_000).WriteTo(packet);
                _session.Take(packet, flooder, _clock.Now);
            }
        }
    }

    [Fact]
    public void A_handler_that_throws_ends_nothing()
    {
        var told = 0;
        _session.StreamBegun += (_, _) => throw new InvalidOperationException("of the test");
        _session.StreamBegun += (_, _) => told++;
        _session.StreamEnded += (_, _) => throw new InvalidOperationException("of the test");
        var one = new Voice(1);
        Run(one, 20);
        Run(new Voice(2, 6002), 20);
        _session.TakeReport(one.Report(goodbye: true), one.Address.WithPort(6001), _clock.Now);
        Assert.Equal((2, 2, 3), (told, _begun.Count, _session.Statistics.HandlerFaults));
        Assert.Equal(2u, Assert.Single(_session.Streams).Ssrc);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(20)]
    [InlineData(120)]
    public void The_first_packet_is_heard_whole_however_long_it_is(int milliseconds)
    {
        var codec = CodecRegistry.Describe("L16", new AudioFormat(48_000, 2), TimeSpan.FromMilliseconds(20));
        using var session = Create(PayloadMap.Of(codec), isExact: true);
        var frames = 48 * milliseconds;
        var packet = new byte[RtpHeader.Bytes + 60 + 4 + 8 + frames * 4 + 5];
        var heard = new List<float>();
        var block = new float[960];
        for (ushort i = 0; i < 10; i++)
        {
            // Contributors, an extension and padding lie around the payload, whose samples are the packet's number.
            var at = new RtpHeader(96, i, (uint)(i * frames), 7)
                .WriteTo(packet, Enumerable.Range(0, 15).Select(n => (uint)n).ToArray(), 0xBEDE, new byte[8]);
            for (var s = 0; s < frames * 2; s++) BinaryPrimitives.WriteInt16BigEndian(packet.AsSpan(at + 2 * s), (short)(i + 1));
            packet[0] |= 0x20;
            packet[^1] = 5;
            session.Take(packet, new Voice(7).Address, _clock.Now);
            _clock.Advance(TimeSpan.FromMilliseconds(milliseconds));
            foreach (var stream in session.Streams)
            {
                for (int read; (read = stream.ReadExact(block)) > 0;) heard.AddRange(block[..(read * 2)]);
            }
        }

        _clock.Advance(TimeSpan.FromSeconds(1));
        for (int read; (read = session.Streams[0].ReadExact(block)) > 0;) heard.AddRange(block[..(read * 2)]);
        Assert.Equal(Enumerable.Range(0, 10).SelectMany(i => Enumerable.Repeat((i + 1) / 32_768f, frames * 2)), heard);
    }

    [Theory]
    [InlineData("L16", 2, 10)]
    [InlineData("L16", 2, 20)]
    [InlineData("L16", 1, 20)]
    [InlineData("L24", 2, 5)]
    public void Samples_sent_where_Opus_was_declared_are_reported_rather_than_heard_as_noise(string name, int channels, int milliseconds)
    {
        using var session = Create(PayloadMap.Of(CodecRegistry.Describe("opus", new AudioFormat(48_000, 2))));
        var sent = CodecRegistry.Describe(name, new AudioFormat(48_000, channels), TimeSpan.FromMilliseconds(milliseconds));
        var heard = Send(session, sent, 200, new Random(5));
        Assert.All(heard, sample => Assert.Equal(0, sample));
        var statistics = Assert.Single(session.Streams).GetStatistics();
        Assert.Equal(200, statistics.UndecodablePackets);
        Assert.Contains("payload type 96", statistics.Problem, StringComparison.Ordinal);
        Assert.Contains($"as {name} in {channels} channel", statistics.Problem, StringComparison.Ordinal);
        Assert.Contains("opus", statistics.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Opus_sent_where_samples_were_declared_is_reported_and_what_was_agreed_is_never_suspected()
    {
        var samples = CodecRegistry.Describe("L16", new AudioFormat(48_000, 2));
        var opus = CodecRegistry.Describe("opus", new AudioFormat(48_000, 2));
        using var wrong = Create(PayloadMap.Of(samples));
        Send(wrong, opus, 200, new Random(6));
        Assert.InRange(Assert.Single(wrong.Streams).GetStatistics().UndecodablePackets, 195, 200);
        using var right = Create(PayloadMap.Of(opus));
        Send(right, opus, 200, new Random(6));
        Assert.Equal((0, null), (right.Streams[0].GetStatistics().UndecodablePackets, right.Streams[0].Problem));
    }

    [Fact]
    public void Taking_and_reading_allocates_nothing()
    {
        var voices = new[] { new Voice(1), new Voice(2, 6002) { Redundancy = 1 } };
        var block = new float[Voice.Frames];
        Assert.Equal(0, LeastAllocated.Bytes(() => Exchange(200), calls: 1));

        void Exchange(int packets)
        {
            for (var i = 0; i < packets; i++)
            {
                foreach (var voice in voices) _session.Take(voice.Next(), voice.Address, _clock.Now);
                _clock.AdvanceTo(_clock.Now + Tick);
                for (var s = 0; s < _session.Streams.Count; s++) _session.Streams[s].Read(block);
            }
        }
    }

    [Fact]
    public void Whatever_arrives_nothing_is_thrown_and_a_source_continues()
    {
        var opus = Create(PayloadMap.Of(CodecRegistry.Describe("opus", new AudioFormat(48_000, 2)), 97));
        var mutator = new Mutator(7);
        var buffer = new byte[2048];
        using var memory = new GuardedMemory(2048);
        var block = new float[960];
        var peer = new Voice(1).Address;
        for (var i = 0; i < 100_000; i++)
        {
            var input = Corpus.Packets[mutator.Below(Corpus.Packets.Count)];
            var datagram = memory.Place(
                buffer.AsSpan(0, mutator.Spoil(input, Corpus.Packets[mutator.Below(Corpus.Packets.Count)], buffer)),
                atEnd: true);
            if (mutator.Below(4) == 0) opus.TakeReport(datagram, peer, _clock.Now);
            else opus.Take(datagram, peer, _clock.Now);
            if (i % 50 != 0) continue;
            _clock.AdvanceTo(_clock.Now + Tick);
            opus.Tick(_clock.Now);
            foreach (var stream in opus.Streams)
            {
                stream.Read(block);
                Assert.DoesNotContain(block, s => !float.IsFinite(s));
            }
        }

        Assert.Equal(100_000, opus.Statistics.Datagrams);
        Assert.InRange(opus.Statistics.MalformedDatagrams, 10_000, 90_000);
    }

    private RtpDemultiplexer Create(PayloadMap payloads, bool isExact = false) =>
        new(
            new ReceptionOptions
            {
                Payloads = payloads,
                Clock = _clock,
                DriftCorrection = !isExact,
                Jitter = new JitterBufferOptions { IsExact = isExact },
            },
            seed: 5);

    // Sends noise that swells and fades, as payload type 96, and returns what is heard.
    private List<float> Send(RtpDemultiplexer session, PacketCodec codec, int packets, Random random)
    {
        using var encoder = CodecRegistry.CreateEncoder(codec);
        var samples = new float[codec.FramesPerPacket * codec.Format.Channels];
        var packet = new byte[RtpHeader.Bytes + encoder.MaxPayloadBytes];
        var heard = new List<float>();
        var block = new float[codec.FramesPerPacket * 2];
        for (ushort i = 0; i < packets; i++)
        {
            for (var s = 0; s < samples.Length; s++) samples[s] = (random.NextSingle() - 0.5f) * i / packets;
            var at = new RtpHeader(96, i, (uint)(i * codec.ClockStep), 7).WriteTo(packet);
            at += encoder.Encode(samples, packet.AsSpan(at));
            session.Take(packet.AsSpan(0, at), new Voice(7).Address, _clock.Now);
            _clock.AdvanceTo(_clock.Now + codec.PacketTime.Ticks * 100);
            foreach (var stream in session.Streams)
            {
                stream.Read(block);
                heard.AddRange(block);
            }
        }

        return heard;
    }

    private void Send(Voice voice) => _session.Take(voice.Next(), voice.Address, _clock.Now);

    private void Step()
    {
        _clock.AdvanceTo(_clock.Now + Tick);
        _session.Tick(_clock.Now);
        var block = new float[Voice.Frames];
        foreach (var stream in _session.Streams) stream.Read(block);
    }

    private float[] Run(Voice voice, int packets)
    {
        var heard = new List<float>();
        var block = new float[Voice.Frames];
        for (var i = 0; i < packets; i++)
        {
            Send(voice);
            _clock.AdvanceTo(_clock.Now + Tick);
            _session.Tick(_clock.Now);
            foreach (var stream in _session.Streams)
            {
                stream.Read(block);
                if (stream.Ssrc == voice.Ssrc) heard.AddRange(block);
            }
        }

        return [.. heard];
    }

    private static float Peak(IEnumerable<float> samples) => samples.Max(Math.Abs);
}
