using Continuo.Mumble.Voice;

namespace Continuo.Mumble.Tests.Voice;

public class VoiceLayoutTests
{
    private static readonly byte[] Opus = [0xF8, 0xFF, 0xFE];

    [Fact]
    public void The_legacy_layout_is_that_of_1_2()
    {
        // Type 4 and target 0; session 300; frame 130; length 3 with the terminator in bit 13.
        var written = new byte[64];
        var voice = new VoicePacket { Session = 300, FrameNumber = 130, Opus = Opus, IsLast = true };
        var length = LegacyLayout.Instance.Write(written, voice, hasSession: true);
        Assert.Equal("80" + "812C" + "8082" + "A003" + "F8FFFE", Convert.ToHexString(written, 0, length));
        Assert.True(LegacyLayout.Instance.TryRead(
            Convert.FromHexString("80812C8082A003F8FFFE" + "0000803F0000000000000000"), true, out var read));
        Assert.Equal((300u, 130L, true, 0), (read.Session, read.FrameNumber, read.IsLast, (int)read.Target));
        Assert.Equal(Opus, read.Opus.ToArray());
    }

    [Fact]
    public void The_layout_of_1_5_is_Protobuf()
    {
        // Context 0, session 300, frame 130, Opus, terminator (field 16).
        var written = new byte[64];
        var voice = new VoicePacket { Session = 300, FrameNumber = 130, Opus = Opus, IsLast = true };
        var length = ProtobufLayout.Instance.Write(written, voice, hasSession: true);
        Assert.Equal("00" + "1000" + "18AC02" + "208201" + "2A03F8FFFE" + "800101", Convert.ToHexString(written, 0, length));

        // With three floats of position (packed and not) and a volume adjustment of 0.5.
        const string Received = "00" + "1002" + "18AC02" + "208201" + "2A03F8FFFE" + "320C000000000000000000000000"
            + "350000803F" + "3D0000003F";
        Assert.True(ProtobufLayout.Instance.TryRead(Convert.FromHexString(Received), true, out var read));
        Assert.Equal((300u, 130L, false, 2, 0.5f), (read.Session, read.FrameNumber, read.IsLast, (int)read.Target, read.Volume));
        Assert.Equal(Opus, read.Opus.ToArray());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_written_is_read(bool hasSession)
    {
        foreach (var layout in new IVoiceLayout[] { LegacyLayout.Instance, ProtobufLayout.Instance })
        {
            foreach (var frame in new[] { 0, 1, 127, 128, 70_000, 1L << 40 })
            {
                var packet = new byte[IVoiceLayout.MaxBytes];
                var opus = Enumerable.Range(0, 900).Select(i => (byte)i).ToArray();
                var voice = new VoicePacket
                {
                    Session = hasSession ? 77u : 0,
                    Target = 1,
                    FrameNumber = frame,
                    Opus = opus,
                    IsLast = frame == 1
                };
                var length = layout.Write(packet, voice, hasSession);
                Assert.True(layout.TryRead(packet.AsSpan(0, length), hasSession, out var read));
                Assert.Equal((voice.Session, voice.Target, frame, frame == 1), (read.Session, read.Target, read.FrameNumber, read.IsLast));
                Assert.Equal(opus, read.Opus.ToArray());
            }

            var ping = new byte[32];
            Assert.True(layout.TryReadPing(ping.AsSpan(0, layout.WritePing(ping, 1234567)), out var timestamp));
            Assert.Equal(1234567u, timestamp);
        }
    }
}
