using Continuo.Mumble.Voice;
using FsCheck.Fluent;

namespace Continuo.Mumble.Tests.Voice;

public class VarintTests
{
    [Theory]
    [InlineData(0, "00")]
    [InlineData(0x7F, "7F")]
    [InlineData(0x80, "8080")]
    [InlineData(0x3FFF, "BFFF")]
    [InlineData(0x4000, "C04000")]
    [InlineData(0x1FFFFF, "DFFFFF")]
    [InlineData(0x200000, "E0200000")]
    [InlineData(0xFFFFFFF, "EFFFFFFF")]
    [InlineData(0x10000000, "F010000000")]
    [InlineData(0xFFFFFFFF, "F0FFFFFFFF")]
    [InlineData(0x100000000, "F40000000100000000")]
    [InlineData(-1, "FC")]
    [InlineData(-4, "FF")]
    [InlineData(-5, "F804")]
    public void Every_length_is_written_and_read(long value, string hex)
    {
        var bytes = new byte[10];
        Assert.Equal(hex, Convert.ToHexString(bytes, 0, Varint.Write(bytes, value)));
        ReadOnlySpan<byte> rest = Convert.FromHexString(hex + "AB");
        Assert.True(Varint.TryRead(ref rest, out var read));
        Assert.Equal((value, 1), (read, rest.Length));
    }

    [Fact]
    public void What_is_written_is_read() => Prop.ForAll<long>(value =>
    {
        var bytes = new byte[10];
        ReadOnlySpan<byte> rest = bytes.AsSpan(0, Varint.Write(bytes, value));
        return Varint.TryRead(ref rest, out var read) && read == value && rest.IsEmpty;
    }).Holds();

    [Theory]
    [InlineData("")]
    [InlineData("80")]
    [InlineData("C000")]
    [InlineData("F0000000")]
    [InlineData("F8")]
    [InlineData("F8F8F800")]
    public void What_breaks_off_is_refused(string hex)
    {
        ReadOnlySpan<byte> rest = Convert.FromHexString(hex);
        Assert.False(Varint.TryRead(ref rest, out _));
    }
}
