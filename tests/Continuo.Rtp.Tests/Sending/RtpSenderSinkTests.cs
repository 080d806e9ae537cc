using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Rtp.Packets;
using Continuo.Rtp.Sdp;
using Continuo.Rtp.Sending;
using Continuo.Rtp.Tests.Packets;
using Continuo.Rtp.Wire;

namespace Continuo.Rtp.Tests.Sending;

public sealed class RtpSenderSinkTests : IDisposable
{
    private static readonly AudioFormat Mono = new(48_000, 1);
    private static readonly AudioFormat Stereo = new(48_000, 2);

    private readonly Listener _listener = new();
    private readonly VirtualClock _clock = new(7_000_000_000);
    private readonly Wall _wall;

    public RtpSenderSinkTests() => _wall = new Wall(_clock);

    public void Dispose() => _listener.Dispose();

    [Fact]
    public void Timestamps_step_by_960_and_sequence_numbers_by_1_whatever_the_wake_ups_do()
    {
        using var sink = Open("", Stereo);
        var random = new Random(6);
        for (var i = 0; i < 300; i++) Play(sink, random.Next(1, 1_500), Stereo);
        sink.Finish();
        _listener.Receive();
        Assert.True(_listener.Packets.Count > 200);
        var first = _listener.Header(0);
        Assert.Equal((96, true), (first.PayloadType, first.Marker));
        for (var i = 0; i < _listener.Packets.Count; i++)
        {
            var header = _listener.Header(i);
            Assert.Equal(first.Ssrc, header.Ssrc);
            Assert.Equal((ushort)(first.Sequence + i), header.Sequence);
            Assert.Equal(first.Timestamp + (uint)(960 * i), header.Timestamp);
            Assert.Equal(i == 0, header.Marker);
        }
    }

    [Theory]
    [InlineData("codec=opus&ptime=2.5", 48_000, 120)]
    [InlineData("codec=opus&ptime=60&preset=low", 48_000, 2_880)]
    [InlineData("codec=opus", 16_000, 960)]
    [InlineData("codec=L16", 48_000, 480)]
    [InlineData("codec=L16&ptime=4", 44_100, 176)]
    [InlineData("codec=l24&ptime=1", 96_000, 96)]
    public void What_arrives_is_the_tone_and_time_is_counted_in_the_codecs_clock(string options, int rate, int step)
    {
        var format = new AudioFormat(rate, 1);
        using var sink = Open(options, format);
        for (var i = 0; i < 50; i++) Play(sink, rate / 50, format);
        sink.Finish();
        _listener.Receive();
        var description = SdpReader.Parse(sink.SessionDescription!);
        using var decoder = DecoderOf(description, format);
        var room = new float[decoder.MaxFrames];
        var sound = new List<float>();
        for (var i = 0; i < _listener.Packets.Count; i++)
        {
            Assert.True(RtpPacket.TryParse(_listener.Packets[i], out var packet));
            Assert.Equal(_listener.Header(0).Timestamp + (uint)(i * step), packet.Header.Timestamp);
            var frames = decoder.Decode(packet.Payload, room);
            Assert.True(frames > 0);
            sound.AddRange(room.AsSpan(0, frames));
        }

        Assert.True(sound.Count >= rate);
        Assert.InRange(Tones.AmplitudeOf(sound.Skip(rate / 4).Take(rate / 2).ToArray(), 440, rate), 0.45, 0.55);
    }

    [Fact]
    public void A_gap_advances_the_timestamp_by_its_frames_and_sets_the_marker()
    {
        using var sink = Open("codec=L16&ptime=10", Mono);
        sink.WriteTimed(new float[480], 0, 0);
        sink.WriteTimed(new float[480], 0, 12_345);
        sink.Finish();
        _listener.Receive();
        Assert.Equal(12_345u + 480, _listener.Header(1).Timestamp - _listener.Header(0).Timestamp);
        Assert.Equal(1, (ushort)(_listener.Header(1).Sequence - _listener.Header(0).Sequence));
        Assert.True(_listener.Header(1).Marker);
        Assert.Equal(480 + 12_345 + 480, sink.FramesWritten);
    }

    [Fact]
    public void Redundant_packets_repeat_the_ones_before()
    {
        using var sink = Open("red=2&preset=low", Mono);
        for (var i = 0; i < 10; i++) Play(sink, 960, Mono);
        sink.Finish();
        _listener.Receive();
        var payloads = new List<byte[]>();
        for (var i = 0; i < 10; i++)
        {
            Assert.True(RtpPacket.TryParse(_listener.Packets[i], out var packet));
            Assert.Equal(101, packet.Header.PayloadType);
            Assert.True(RedReader.TryParse(packet.Payload, out var reader));
            var blocks = new List<(int Age, int Offset, byte[] Payload)>();
            while (reader.TryRead(out var block)) blocks.Add((block.Age, block.TimestampOffset, block.Payload.ToArray()));
            payloads.Add(blocks[^1].Payload);
            Assert.Equal(Math.Min(i, 2) + 1, blocks.Count);
            foreach (var (age, offset, payload) in blocks)
            {
                Assert.Equal(960 * age, offset);
                Assert.Equal(payloads[i - age], payload);
            }
        }

        var formats = SdpReader.Parse(sink.SessionDescription!).Media[0].Formats;
        Assert.Equal(("red", "96/96", "opus"), (formats[0].Encoding, formats[0].Parameters, formats[1].Encoding));
    }

    [Fact]
    public void Sender_reports_say_which_wall_clock_time_the_capture_was_and_a_goodbye_comes_last()
    {
        using var sink = Open("", Mono);
        for (var i = 0; i < 2_000; i++) Play(sink, 480, Mono, captured: _clock.Now - 30_000_000);
        var packets = sink.Statistics!.Packets;
        sink.Finish();
        sink.Dispose();
        _listener.Receive();
        Assert.InRange(_listener.Reports.Count, 4, 12);
        Assert.Equal([.. Enumerable.Repeat(false, _listener.Reports.Count - 1), true],
            Enumerable.Range(0, _listener.Reports.Count).Select(_listener.HasGoodbye));
        var firstTimestamp = _listener.Header(0).Timestamp;
        var start = RtcpSenderReport.ToNtp(_wall.Start.AddTicks(-300_000).UtcDateTime); // the first frame's capture
        foreach (var i in Enumerable.Range(0, _listener.Reports.Count))
        {
            var report = _listener.SenderReport(i);
            Assert.Equal(_listener.Header(0).Ssrc, report.Ssrc);
            var seconds = (report.NtpTime - start) / (double)(1L << 32);
            Assert.InRange((report.Timestamp - firstTimestamp) / 48_000.0 - seconds, -0.0005, 0.0005);
        }

        Assert.Equal(packets + 1, _listener.SenderReport(_listener.Reports.Count - 1).Packets);
        var last = new RtcpReader(_listener.Reports[^1].Datagram);
        last.TryRead(out _);
        Assert.True(last.TryRead(out var name));
        Assert.False(name.CanonicalName(_listener.Header(0).Ssrc).IsEmpty);
    }

    [Fact]
    public void What_receivers_report_is_in_the_statistics_and_copies_are_made_for_their_loss()
    {
        using var sink = Open("fec=1&loss=9", Mono);
        Play(sink, 960, Mono);
        _listener.Receive();
        var ssrc = _listener.Header(0).Ssrc;
        _clock.Advance(TimeSpan.FromMilliseconds(70));
        var compact = _listener.SenderReport(0).CompactTime;
        Reply(new RtcpReceptionReport(ssrc, 64, 17, 5, 480, compact, 65_536 / 100));
        _clock.Advance(TimeSpan.FromMilliseconds(100));
        Play(sink, 960, Mono);
        var receiver = Assert.Single(sink.Statistics!.Receivers);
        Assert.Equal((77u, 25.0, 17, 10.0), (receiver.Ssrc, receiver.LossPercent, receiver.Lost, receiver.JitterMs));
        Assert.InRange(receiver.RoundTripMs, 150, 200); // of the 190 ms until it was fetched, less the 10 that the receiver kept it
        Assert.Equal(25, sink.ExpectedLossPercent);
        Reply(new RtcpReceptionReport(ssrc, 0, 17, 6, 0, 0, 0));
        _clock.Advance(TimeSpan.FromMilliseconds(100));
        Play(sink, 960, Mono);
        Assert.Equal(0, Assert.Single(sink.Statistics!.Receivers).LossPercent);
        Assert.Equal(9, sink.ExpectedLossPercent);
    }

    [Fact]
    public void Whatever_comes_back_nothing_is_thrown()
    {
        using var sink = Open("", Mono);
        Play(sink, 960, Mono);
        _listener.Receive();
        var random = new Random(2);
        for (var i = 0; i < 2_000; i++)
        {
            var noise = new byte[random.Next(0, 100)];
            random.NextBytes(noise);
            if (noise.Length > 4 && i % 2 == 0)
            {
                (noise[0], noise[1], noise[2], noise[3]) = ((byte)(0x80 | i % 4), (byte)random.Next(200, 206), 0,
                    (byte)((noise.Length / 4) - 1));
            }

            if (noise.Length > 0) _listener.Reply(noise);
            if (i % 10 == 0) _clock.Advance(TimeSpan.FromMilliseconds(101));
            if (i % 10 == 0) Play(sink, 960, Mono);
        }

        Assert.Equal(0, sink.Statistics!.Collisions);
    }

    [Fact]
    public void A_sender_whose_number_another_has_says_goodbye_and_takes_a_new_one()
    {
        using var sink = Open("", Mono);
        Play(sink, 960, Mono);
        _listener.Receive();
        var old = _listener.Header(0);
        var report = new byte[100];
        var rtcp = new RtcpWriter(report);
        rtcp.WriteSenderReport(new RtcpSenderReport(old.Ssrc, 1, 2, 3, 4));
        rtcp.WriteCanonicalName(old.Ssrc, "another"u8);
        _listener.Reply(report.AsSpan(0, rtcp.Length));
        _clock.Advance(TimeSpan.FromMilliseconds(101));
        Play(sink, 960, Mono);
        Play(sink, 960, Mono);
        _listener.Receive();
        Assert.Equal(1, sink.Statistics!.Collisions);
        Assert.True(_listener.HasGoodbye(1));
        Assert.Equal(old.Ssrc, _listener.SenderReport(1).Ssrc);
        var now = _listener.Header(_listener.Packets.Count - 1);
        Assert.NotEqual(old.Ssrc, now.Ssrc);
        Assert.Equal((old.Timestamp + 1_920, (ushort)(old.Sequence + 2)), (now.Timestamp, now.Sequence));

        // Its own report, as a multicast group returns it, is no collision.
        _listener.Reply(_listener.Reports[^1].Datagram);
        _clock.Advance(TimeSpan.FromMilliseconds(101));
        Play(sink, 960, Mono);
        Assert.Equal(1, sink.Statistics!.Collisions);
    }

    [Fact]
    public void The_description_is_written_and_says_what_is_sent()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory().FullName, "a.sdp");
        using var sink = Open($"codec=L24&sdp={Uri.EscapeDataString(path)}", Stereo);
        var description = SdpReader.Parse(File.ReadAllText(path));
        var media = Assert.Single(description.Media);
        var format = Assert.Single(media.Formats);
        Assert.Equal(("L24", 48_000, 2, 96), (format.Encoding, format.ClockRate, format.Channels, format.PayloadType));
        Assert.Equal((_listener.Port, 5.0, SdpDirection.SendOnly), (media.Port, media.PacketMilliseconds, media.Direction));
        Assert.Equal("127.0.0.1", description.ConnectionOf(media)!.Address.ToString());
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    [Theory]
    [InlineData("L16", 48_000, 1, 10)]
    [InlineData("L16", 48_000, 2, 5)]
    [InlineData("L24", 48_000, 2, 5)]
    [InlineData("L24", 96_000, 2, 2)]
    [InlineData("L16", 48_000, 8, 1)]
    public void Samples_are_sent_in_the_longest_packets_that_are_not_cut_on_their_way(
        string codec, int rate, int channels, double milliseconds)
    {
        var options = RtpSenderOptions.FromAddress(AudioAddress.Parse($"rtp://127.0.0.1:5004?codec={codec}"));
        var chosen = options.CodecFor(new AudioFormat(rate, channels));
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), chosen.PacketTime);
        Assert.InRange(chosen.SampleBytes + RtpHeader.Bytes, 1, RtpSenderOptions.MaxDatagramBytes);
    }

    [Theory]
    [InlineData("rtp://127.0.0.1:5004?codec=mp3", AudioErrorCode.Unsupported)]
    [InlineData("rtp://127.0.0.1:5004?codec=L16&ptime=10", AudioErrorCode.InvalidArgument)]
    [InlineData("rtp://127.0.0.1:5004?codec=F32", AudioErrorCode.Unsupported)]
    [InlineData("rtp://127.0.0.1:5004?preset=best", AudioErrorCode.InvalidArgument)]
    [InlineData("rtp://127.0.0.1:5004?codec=L16&red=1", AudioErrorCode.InvalidArgument)]
    [InlineData("rtp://127.0.0.1:5004?codec=L16&ptime=20", AudioErrorCode.InvalidArgument)]
    [InlineData("rtp://127.0.0.1:5004?ptime=30", AudioErrorCode.InvalidArgument)]
    [InlineData("rtp://127.0.0.1:5004?preset=ultra&red=4", AudioErrorCode.InvalidArgument)]
    [InlineData("rtp://127.0.0.1:5004?colour=blue", AudioErrorCode.InvalidArgument)]
    [InlineData("rtp://127.0.0.1:5004?red=9", AudioErrorCode.InvalidArgument)]
    [InlineData("rtp:127.0.0.1:5004", AudioErrorCode.InvalidArgument)]
    [InlineData("rtp://127.0.0.1:0", AudioErrorCode.InvalidArgument)]
    [InlineData("rtp://127.0.0.1:sixty", AudioErrorCode.InvalidArgument)]
    [InlineData("rtp://:5004", AudioErrorCode.InvalidArgument)]
    [InlineData("rtp://no-such-host.invalid:5004", AudioErrorCode.NotFound)]
    [InlineData("rtp://239.1.1.1:5004?if=nosuch0", AudioErrorCode.NotFound)]
    [InlineData("rtp://127.0.0.1:5004?sdp=/no/such/place/a.sdp", AudioErrorCode.InputOutput)]
    public void What_cannot_be_is_refused_clearly(string address, AudioErrorCode code)
    {
        var failure = Assert.Throws<AudioException>(() =>
        {
            using var sink = new RtpSenderSink(RtpSenderOptions.FromAddress(AudioAddress.Parse(address)), _clock);
            sink.Open(Stereo);
        });
        Assert.Equal(code, failure.Code);
        Assert.NotEmpty(failure.Remedy);
    }

    [Theory]
    [InlineData(44_100, 2)]
    [InlineData(48_000, 6)]
    public void A_format_that_the_codec_does_not_take_is_refused(int rate, int channels)
    {
        using var sink = new RtpSenderSink(RtpSenderOptions.FromAddress(AudioAddress.Parse("rtp://127.0.0.1")), _clock);
        Assert.Equal(AudioErrorCode.Unsupported, Assert.Throws<AudioException>(() => sink.Open(new AudioFormat(rate, channels))).Code);
        Assert.Throws<AudioException>(() => sink.Write(new float[960]));
    }

    [Fact]
    public void Writing_allocates_nothing_per_packet()
    {
        using var sink = Open("red=1", Stereo);
        var sound = Tones.Sine(440, 48_000, 480, 2);
        for (var i = 0; i < 100; i++) sink.WriteTimed(sound, _clock.Now, 0);
        Assert.Equal(0, LeastAllocated.Bytes(() =>
        {
            for (var i = 0; i < 200; i++) sink.WriteTimed(sound, _clock.Now, 0);
        }, calls: 1));
    }

    private RtpSenderSink Open(string options, AudioFormat format)
    {
        var sink = new RtpSenderSink(
            RtpSenderOptions.FromAddress(AudioAddress.Parse($"rtp://127.0.0.1:{_listener.Port}?{options}")), _clock, _wall);
        sink.Open(format);
        return sink;
    }

    /// <summary>Writes more of the tone, and lets its time pass.</summary>
    private void Play(RtpSenderSink sink, int frames, AudioFormat format, long? captured = null)
    {
        sink.WriteTimed(Tones.Sine(440, format.SampleRate, frames, format.Channels, start: sink.FramesWritten), captured ?? _clock.Now, 0);
        _clock.AdvanceTo(_clock.Now + format.ToNanoseconds(frames));
    }

    private void Reply(RtcpReceptionReport reception)
    {
        var report = new byte[100];
        var rtcp = new RtcpWriter(report);
        rtcp.WriteReceiverReport(77, [reception]);
        _listener.Reply(report.AsSpan(0, rtcp.Length));
    }

    private static IPacketDecoder DecoderOf(SdpDescription description, AudioFormat format) =>
        CodecRegistry.CreateDecoder(CodecRegistry.Describe(description.Media[0].Formats[0].Encoding, format));

    private sealed class Wall(VirtualClock clock) : TimeProvider
    {
        private readonly long _origin = clock.Now;

        public DateTimeOffset Start { get; } = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Start.AddTicks((clock.Now - _origin) / 100);
    }
}
