using System.Globalization;
using System.Net;
using Continuo.Audio;
using Continuo.Rtp.Sdp;
using Continuo.Rtp.Tests.Fuzzing;

namespace Continuo.Rtp.Tests.Sdp;

public sealed class SdpTests
{
    [Fact]
    public void What_ffmpeg_writes_is_understood()
    {
        var description = SdpReader.Parse(Corpus.Descriptions[0]);
        var media = Assert.Single(description.Media);
        Assert.Equal((5004, "RTP/AVP", 7), (media.Port, media.Protocol, media.Line));
        Assert.Equal(new SdpFormat(97, "opus", 48_000, 2, "sprop-stereo=1"), Assert.Single(media.Formats));
        Assert.Equal("1", media.Formats[0].Parameter("SPROP-STEREO"));
        Assert.Null(media.Formats[0].Parameter("stereo"));
        Assert.Equal(IPAddress.Loopback, description.ConnectionOf(media)!.Address);
    }

    [Fact]
    public void What_ffmpeg_prints_before_a_description_is_skipped() =>
        Assert.Equal(8, SdpReader.Parse("SDP:\r\n" + Corpus.Descriptions[0]).Media[0].Line);

    [Fact]
    public void Attributes_of_a_medium_are_understood()
    {
        var description = SdpReader.Parse(Corpus.Descriptions[1]);
        var media = Assert.Single(description.Media);
        Assert.Equal([new SdpFormat(96, "L24", 48_000, 2), new SdpFormat(101, "red", 48_000, 2, "96/96")], media.Formats);
        Assert.Equal((1.0, 20.0, SdpDirection.SendOnly), (media.PacketMilliseconds, media.MaxPacketMilliseconds, media.Direction));
        Assert.Equal((5009, IPAddress.IPv6Loopback, true), (media.RtcpPort, media.RtcpAddress, media.IsRtcpShared));
        Assert.True(description.ConnectionOf(media)!.IsMulticast);
        Assert.Equal(1188340656180883ul, description.SessionId);
    }

    [Fact]
    public void Payload_types_that_need_no_map_have_none()
    {
        var description = SdpReader.Parse(Corpus.Descriptions[2]);
        Assert.Equal(["video", "audio"], description.Media.Select(m => m.Kind));
        Assert.Equal([SdpFormat.Static(10)!, SdpFormat.Static(11)!, SdpFormat.Static(0)!], description.Media[1].Formats);
        Assert.Equal(new SdpConnection(IPAddress.Parse("239.1.2.3"), 16), description.ConnectionOf(description.Media[1]));
    }

    [Fact]
    public void What_is_written_is_read_back()
    {
        foreach (var connection in new SdpConnection[]
        {
            new(IPAddress.Parse("192.0.2.7")), new(IPAddress.Parse("239.9.9.9"), 4), new(IPAddress.Parse("2001:db8::5")),
            new(IPAddress.Parse("ff15::9")),
        })
        {
            var description = new SdpDescription
            {
                SessionId = 5,
                SessionVersion = 6,
                Origin = IPAddress.Parse("192.0.2.1"),
                Name = "évening 音",
                Connection = connection,
                Media =
                [
                    new SdpMedia
                    {
                        Port = 5004,
                        Formats =
                        [
                            new SdpFormat(97, "opus", 48_000, 2, "sprop-stereo=1;useinbandfec=1"),
                            new SdpFormat(101, "red", 48_000, 2, "97/97"),
                        ],
                        PacketMilliseconds = 2.5,
                        MaxPacketMilliseconds = 60,
                        Direction = SdpDirection.SendOnly,
                        RtcpPort = 5010,
                        RtcpAddress = connection.Address,
                        IsRtcpShared = true,
                    },
                ],
            };
            var text = SdpWriter.Write(description);
            var read = SdpReader.Parse(text);
            Assert.Equal(text, SdpWriter.Write(read));
            Assert.Equal(description.Media[0].Formats, read.Media[0].Formats);
            Assert.Equal(description.Media[0] with { Formats = [], Line = 0, Attributes = [] },
                read.Media[0] with { Formats = [], Line = 0, Text = "", Attributes = [] });
            Assert.Equal(connection, read.Connection);
            Assert.Equal((description.Name, description.Origin), (read.Name, read.Origin));
        }
    }

    [Fact]
    public void A_written_description_has_every_line_in_its_place()
    {
        var text = SdpWriter.Write(new SdpDescription
        {
            Connection = new SdpConnection(IPAddress.Loopback),
            Media =
            [
                new SdpMedia
                {
                    Port = 5004,
                    Formats = [new SdpFormat(11, "L16", 44_100, 1)],
                    PacketMilliseconds = 10,
                    Direction = SdpDirection.SendOnly,
                },
            ],
        });
        Assert.Equal(
            "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
            + "m=audio 5004 RTP/AVP 11\r\na=rtpmap:11 L16/44100\r\na=ptime:10\r\na=sendonly\r\n",
            text);
    }

    [Theory]
    [InlineData("v=0\nm=audio x RTP/AVP 96", 2, "port 'x'")]
    [InlineData("v=0\nm=audio 70000 RTP/AVP 96", 2, "port '70000'")]
    [InlineData("v=0\nm=audio 5004", 2, "incomplete")]
    [InlineData("v=0\nm=audio 5004 RTP/AVP 200", 2, "payload type '200'")]
    [InlineData("v=0\n\nc=IN IP4 no/where!\nm=audio 5004 RTP/AVP 0\nc=IN", 5, "is not an address")]
    [InlineData("v=0\n\nc=IN IP4 $$$\nm=audio 5004 RTP/AVP 0", 3, "neither an address nor a host name")]
    [InlineData("v=0\nm=audio 5004 RTP/AVP 96\na=rtpmap:96 opus", 3, "does not name an encoding and its rate")]
    [InlineData("v=0\nm=audio 5004 RTP/AVP 96\na=rtpmap:96 opus/fast", 3, "clock rate 'fast'")]
    [InlineData("v=0\nm=audio 5004 RTP/AVP 96", 2, "payload type 96 is not defined")]
    [InlineData("v=1\nm=audio 5004 RTP/AVP 0", 1, "version '1'")]
    [InlineData("RIFF....WAVE", 1, "not of the form")]
    public void An_error_names_its_line(string text, int line, string what)
    {
        var error = Assert.Throws<AudioException>(() => SdpReader.Parse(text, "bad.sdp"));
        Assert.Equal(AudioErrorCode.InvalidArgument, error.Code);
        Assert.Equal($"bad.sdp, line {line}", error.Asked);
        Assert.Contains(what, error.Happened, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("m=audio 0 RTP/AVP 255\n{0}")]
    [InlineData("m=audio 0 RTP/AVP 99\n{0}")]
    [InlineData("m=audio x RTP/AVP 96\n{0}")]
    [InlineData("m=audio\n{0}")]
    [InlineData("m=\n{0}")]
    [InlineData("m=video 5000 RTP/AVP 26\n{0}")]
    [InlineData("m=application 9 UDP/DTLS/SCTP webrtc-datachannel\n{0}")]
    [InlineData("m=audio 0 RTP/AVP 97\na=bundle-only\n{0}")]
    [InlineData("{0}\0")]
    [InlineData("\uFEFF{0}\0\0\r\n\r\n")]
    [InlineData("{0}-- \nsent by a mailer\n")]
    [InlineData("{0}a=ptime:1000\n")]
    [InlineData("{0}a=ptime:0\n")]
    [InlineData("{0}a=ptime:soon\na=maxptime:later\n")]
    [InlineData("{0}a=rtcp:0\n")]
    [InlineData("{0}a=rtcp:x IN IP4 y\n")]
    [InlineData("{0}a=fmtp:* x=1\na=rtpmap:98 opus\na=rtpmap:300 L16/48000\n")]
    [InlineData("{0}c=IN IP4 239.1.2.3/999\nc=IN IP4 239.1.2.4\n")]
    [InlineData("{0}c=IN IP6 127.0.0.1\n")]
    [InlineData("{0}c=IN IP4 studio.example\n")]
    [InlineData("{0}a=source-filter: incl IN IP4 239.1.2.3 192.0.2.1\na=inactive\na=mid:\n")]
    public void Parts_that_are_not_for_us_do_not_hide_what_is(string text)
    {
        const string Ours = "m=audio 45500 RTP/AVP 200 97 96 x 127\na=rtpmap:97 L24/48000/2\n";
        var description = SdpReader.Parse("v=0\n" + string.Format(CultureInfo.InvariantCulture, text, Ours));
        var media = description.Media.Single(m => m.Port == 45_500);
        Assert.Null(media.Fault);
        Assert.Equal(("L24", 97), (Assert.Single(media.Formats).Encoding, media.Formats[0].PayloadType));
        Assert.True(media.PacketMilliseconds is null or 1);
    }

    [Fact]
    public void The_first_address_holds_and_a_host_may_have_a_name()
    {
        var media = Assert.Single(SdpReader.Parse(
            "v=0\nc=IN IP4 $\nm=audio 5004 RTP/AVP 11\nc=IN IP4 239.1.2.3/4\nc=IN IP4 239.1.2.4/4\na=ptime:125\n").Media);
        Assert.Equal((new SdpConnection(IPAddress.Parse("239.1.2.3"), 4), 0.125), (media.Connection, media.PacketMilliseconds));
        var named = SdpReader.Parse("v=0\nc=IN IP6 studio.example\na=inactive\nm=audio 5004 RTP/AVP 11\n");
        Assert.Equal(("studio.example", SdpDirection.Inactive), (named.Connection!.Host, named.Media[0].Direction));
        Assert.Contains("c=IN IP6 studio.example\r\n", SdpWriter.Write(named), StringComparison.Ordinal);
    }

    [Fact]
    public void A_description_without_media_is_refused()
    {
        var error = Assert.Throws<AudioException>(() => SdpReader.Parse("v=0\r\ns=-\r\n", "bad.sdp"));
        Assert.Contains("it describes no medium", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_reported() =>
        Assert.Equal(AudioErrorCode.NotFound, Assert.Throws<AudioException>(() => SdpReader.ReadFile("/nowhere/at/all.sdp")).Code);

    [Fact]
    public void The_writer_refuses_what_has_no_text()
    {
        var media = new SdpMedia { Port = 5004, Formats = [new SdpFormat(97, "opus", 48_000, 2)] };
        var valid = new SdpDescription { Connection = new SdpConnection(IPAddress.Loopback), Media = [media] };
        foreach (var invalid in new[]
        {
            valid with { Name = "two\r\nlines" },
            valid with { Connection = null },
            valid with { Connection = new SdpConnection(IPAddress.Parse("239.1.1.1")) },
            valid with { Media = [media with { Port = 70_000 }] },
            valid with { Media = [media with { Formats = [] }] },
            valid with { Media = [media with { Formats = [new SdpFormat(128, "opus", 48_000, 2)] }] },
            valid with { Media = [media with { Formats = [new SdpFormat(97, "o pus", 48_000, 2)] }] },
            valid with { Media = [media with { Formats = [new SdpFormat(97, "opus", 48_000, 2, "a\nb")] }] },
        })
        {
            Assert.Equal(AudioErrorCode.InvalidArgument, Assert.Throws<AudioException>(() => SdpWriter.Write(invalid)).Code);
        }
    }
}
