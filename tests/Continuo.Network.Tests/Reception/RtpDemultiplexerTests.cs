using System.Net;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Network.Packets;
using Continuo.Network.Reception;
using Continuo.Network.Rtp;
using Continuo.Network.Sdp;
using Continuo.Network.Sockets;
using Continuo.Network.Tests.Fuzzing;

namespace Continuo.Network.Tests.Reception;

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
        _session.StreamBegun += _begun.Add;
        _session.StreamEnded += _ended.Add;
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
    public void A_source_that_moves_to_another_address_goes_on()
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
    public void A_source_that_begins_anew_is_heard_again()
    {
        var voice = new Voice(1);
        Run(voice, 50);
        voice.Sequence = 12_000;
        voice.Timestamp = 5;
        Run(voice, 100);
        var statistics = Assert.Single(_session.Streams).GetStatistics();
        Assert.Equal((1, 100), (statistics.RejectedPackets, statistics.ReceivedPackets));
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
    public void Whatever_arrives_nothing_is_thrown_and_a_source_goes_on()
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
            var datagram = memory.Place(buffer.AsSpan(0, mutator.Spoil(input, Corpus.Packets[mutator.Below(Corpus.Packets.Count)], buffer)), atEnd: true);
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

    private RtpDemultiplexer Create(PayloadMap payloads) => new(new ReceptionOptions { Payloads = payloads, Clock = _clock }, seed: 5);

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
