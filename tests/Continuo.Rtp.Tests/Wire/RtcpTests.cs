using Continuo.Rtp.Wire;
using FsCheck.Fluent;

namespace Continuo.Rtp.Tests.Wire;

public sealed class RtcpTests
{
    [Fact]
    public void A_compound_is_read_back_packet_by_packet()
    {
        Prop.ForAll<(uint Ssrc, ulong Ntp, uint Timestamp,
            uint Packets), (uint Ssrc, byte Fraction, int Lost, uint Highest)[], byte[]>((sender, receptions, text) =>
        {
            var report = new RtcpSenderReport(sender.Ssrc, sender.Ntp, sender.Timestamp, sender.Packets, sender.Packets * 7);
            var reports = receptions.Take(31)
                .Select(r => new RtcpReceptionReport(r.Ssrc, r.Fraction, Math.Clamp(r.Lost, -0x800000, 0x7FFFFF), r.Highest, 1, 2, 3))
                .ToArray();
            var name = text.Take(255).ToArray();
            var bytes = new byte[2048]; // two full reports of 31 and the longest name need 1828
            var writer = new RtcpWriter(bytes);
            writer.WriteSenderReport(report, reports);
            writer.WriteReceiverReport(9, reports);
            writer.WriteCanonicalName(sender.Ssrc, name);
            writer.WriteGoodbye(sender.Ssrc);
            var compound = bytes.AsSpan(0, writer.Length);

            Assert.True(RtcpReader.IsWellFormed(compound));
            var reader = new RtcpReader(compound);
            Assert.True(reader.TryRead(out var packet));
            Assert.True(packet.TryGetSenderReport(out var readBack));
            Assert.Equal(report, readBack);
            Assert.Equal(reports, Reports(packet));
            Assert.True(reader.TryRead(out packet));
            Assert.Equal(RtcpType.ReceiverReport, packet.Type);
            Assert.False(packet.TryGetSenderReport(out _));
            Assert.Equal(9u, packet.Source(0));
            Assert.Equal(reports, Reports(packet));
            Assert.True(reader.TryRead(out packet));
            Assert.Equal(name, packet.CanonicalName(sender.Ssrc));
            Assert.True(packet.CanonicalName(sender.Ssrc + 1).IsEmpty);
            Assert.True(reader.TryRead(out packet));
            Assert.Equal((RtcpType.Goodbye, 1), (packet.Type, packet.SourceCount));
            Assert.Equal(sender.Ssrc, packet.Source(0));
            Assert.False(reader.TryRead(out _));
        }).Holds();
    }

    [Fact]
    public void Unknown_packets_are_skipped()
    {
        byte[] compound = [0x80, 199, 0, 1, 9, 9, 9, 9, 0x81, 203, 0, 1, 0, 0, 0, 7];
        var reader = new RtcpReader(compound);
        Assert.True(reader.TryRead(out var unknown));
        Assert.Equal((RtcpType)199, unknown.Type);
        Assert.Equal(0, unknown.ReportCount);
        Assert.True(reader.TryRead(out var goodbye));
        Assert.Equal(7u, goodbye.Source(0));
    }

    [Fact]
    public void A_report_that_claims_more_blocks_than_it_holds_gives_those_it_holds()
    {
        var bytes = new byte[100];
        var writer = new RtcpWriter(bytes);
        writer.WriteReceiverReport(1, [new(2, 3, 4, 5, 6, 7, 8)]);
        bytes[0] |= 31;
        var reader = new RtcpReader(bytes.AsSpan(0, writer.Length));
        Assert.True(reader.TryRead(out var packet));
        Assert.Equal(1, packet.ReportCount);
        Assert.Equal(2u, packet.Report(0).Ssrc);
    }

    [Theory]
    [InlineData("")]
    [InlineData("80C8")]
    [InlineData("80C80001")] // longer than it is
    [InlineData("40C80000")] // version 1
    [InlineData("80600000")] // RTP
    [InlineData("A0C90001000000010000000080CB0000")] // padding in the first
    public void What_is_malformed_is_refused(string hex) => Assert.False(RtcpReader.IsWellFormed(Convert.FromHexString(hex)));

    [Fact]
    public void Time_is_counted_from_1900()
    {
        Assert.Equal(2_208_988_800UL << 32, RtcpSenderReport.ToNtp(DateTime.UnixEpoch));
        Assert.Equal((2_208_988_800UL << 32) + (1UL << 31), RtcpSenderReport.ToNtp(DateTime.UnixEpoch.AddMilliseconds(500)));
        Assert.Equal(0x8000_0000u, new RtcpSenderReport(1, 0x1234_8000_0000_0000, 0, 0, 0).CompactTime & 0x8000_0000);
    }

    private static RtcpReceptionReport[] Reports(in RtcpPacket packet)
    {
        var reports = new RtcpReceptionReport[packet.ReportCount];
        for (var i = 0; i < reports.Length; i++) reports[i] = packet.Report(i);
        return reports;
    }
}
