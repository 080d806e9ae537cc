using Continuo.Rtp.Wire;
using FsCheck.Fluent;

namespace Continuo.Rtp.Tests.Wire;

public sealed class RedTests
{
    [Fact]
    public void Each_payload_repeats_those_before_it()
    {
        Prop.ForAll<byte[][]>(payloads =>
        {
            const int Copies = 3;
            var red = new RedWriter(97, Copies);
            var bytes = new byte[2000 + red.MaxOverhead];
            for (var i = 0; i < payloads.Length; i++)
            {
                var length = red.Write((uint)i * 960, payloads[i], bytes);
                Assert.True(RedReader.TryParse(bytes.AsSpan(0, length), out var reader));
                for (var age = Math.Min(i, Copies); age >= 0; age--)
                {
                    Assert.True(reader.TryRead(out var block));
                    Assert.Equal((97, age, age * 960), (block.PayloadType, block.Age, block.TimestampOffset));
                    Assert.Equal(payloads[i - age], block.Payload);
                }

                Assert.False(reader.TryRead(out _));
            }
        }).Holds();
    }

    [Fact]
    public void A_copy_that_cannot_be_described_is_left_out_with_all_older_ones()
    {
        var red = new RedWriter(97, 2);
        var bytes = new byte[4096];
        red.Write(0, new byte[5], bytes);
        red.Write(960, new byte[1024], bytes); // its length has 11 bits
        var length = red.Write(1920, new byte[3], bytes);
        Assert.Equal(4, length);

        red.Reset();
        red.Write(0, new byte[5], bytes);
        Assert.Equal(1 + 7, red.Write(16_384, new byte[7], bytes)); // its age has 15 bits
    }

    [Fact]
    public void Copies_that_do_not_fit_are_left_out_oldest_first()
    {
        var red = new RedWriter(97, 2);
        var bytes = new byte[4096];
        red.Write(0, new byte[50], bytes);
        red.Write(960, new byte[60], bytes);
        Assert.Equal(1 + 4 + 60 + 70, red.Write(1920, new byte[70], bytes.AsSpan(0, 150)));
        Assert.Equal(1 + 80, red.Write(2880, new byte[80], bytes.AsSpan(0, 81)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("E10000")] // a header that is cut off
    [InlineData("E1000005")] // no primary block
    [InlineData("E10000056101020304")] // one byte less than it says
    public void What_is_malformed_is_refused(string hex) => Assert.False(RedReader.TryParse(Convert.FromHexString(hex), out _));

    [Fact]
    public void Writing_allocates_nothing()
    {
        var red = new RedWriter(97, 2);
        var bytes = new byte[1000];
        var payload = new byte[80];
        red.Write(0, payload, bytes);
        uint packet = 1;
        Assert.Equal(0, LeastAllocated.Bytes(() =>
        {
            for (var i = 0; i < 1000; i++) red.Write(packet++ * 960, payload, bytes);
        }, calls: 1));
    }
}
