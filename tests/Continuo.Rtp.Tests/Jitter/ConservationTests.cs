using Continuo.Rtp.Jitter;
using FsCheck.Fluent;

namespace Continuo.Rtp.Tests.Jitter;

/// <summary>
/// Whatever a network does to packets: no frame is heard twice or out of order, and all are accounted for, at every read.
/// </summary>
public sealed class ConservationTests
{
    [Fact]
    public void Every_frame_is_played_once_concealed_or_left_out_for_a_reason()
    {
        var networks =
            from seed in Gen.Choose(0, int.MaxValue - 1)
            from loss in Gen.Choose(0, 60)
            from doubled in Gen.Choose(0, 30)
            from jitter in Gen.Choose(0, 400)
            from copies in Gen.Choose(0, 3)
            from block in Gen.Elements(64, 147, 480, 960, 3_000)
            from isFixed in Gen.Elements(true, false)
            select (seed, loss, doubled, jitter, copies, block, isFixed);
        Prop.ForAll(networks.ToArbitrary(), network => Run(network)).Holds(60);
    }

    /// <summary>What the property has found once.</summary>
    [Theory]
    [InlineData(1884546637, 6, 16, 327, 2, 3000, false)]
    [InlineData(1631246527, 33, 25, 225, 1, 3000, true)]
    public void Networks_that_broke_the_sum_once(int seed, int loss, int doubled, int jitter, int copies, int block, bool isFixed) =>
        Assert.True(Run((seed, loss, doubled, jitter, copies, block, isFixed)));

    private static bool Run((int Seed, int Loss, int Doubled, int Jitter, int Copies, int Block, bool IsFixed) network)
    {
        var random = new Random(network.Seed);
        var lag = TimeSpan.FromMilliseconds(random.Next(2) == 0 ? 1_000 : 2_000);
        using var rig = new JitterRig(network.IsFixed ? JitterRig.Fixed(60) : new JitterBufferOptions { MaxLag = lag });
        var inBand = random.Next(2) == 0;
        for (var i = 0; i < 300; i++)
        {
            // Stalls now and then, and spells in which everything is lost.
            var stall = i % 100 is > 60 and < 70 && random.Next(3) == 0 ? 500 : 0;
            if (random.Next(100) < network.Loss || (network.Seed % 3 == 0 && i is > 200 and < 220)) continue;
            rig.Send(i, 5 + stall + random.NextDouble() * network.Jitter, inBand, copies: network.Copies);
            if (random.Next(100) < network.Doubled) rig.Send(i, 5 + random.NextDouble() * 2 * network.Jitter);
        }

        rig.RunTo(3_000, network.Block);
        rig.Sleep(random.Next(1_200));
        rig.RunTo(rig.NowMs + 3_500, network.Block);
        var s = rig.Statistics;
        Assert.True(s.MediaFrames <= 300 * JitterRig.PacketFrames, $"{s.MediaFrames} media frames of {300 * JitterRig.PacketFrames}");
        Assert.Equal(0, s.MalformedPackets + s.ImplausiblePackets + s.OversizedPackets + s.Restarts);
        Assert.True(
            s.LateFrames <= s.ConcealedFrames + s.CoveredFrames + s.SkippedFrames + JitterRig.PacketFrames,
            $"{s.LateFrames} late frames; {s}");
        return true;
    }
}
