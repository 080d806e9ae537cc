using Continuo.Rtp.Jitter;

namespace Continuo.Rtp.Tests.Jitter;

/// <summary>
/// What redundancy buys on a network that loses, over five minutes, with what it costs on the wire for Opus at 64 kb/s in 20 ms packets.
/// </summary>
public sealed class RedundancyTests(ITestOutputHelper output)
{
    private const int Packets = 15_000;
    private const double CodecBitRate = 64_000;

    [Theory]
    [InlineData(0, 1, 0.22)]
    [InlineData(1, 1, 0.05)]
    [InlineData(2, 1, 0.01)]
    [InlineData(4, 0.2, 0.001)]
    public void At_20_percent_random_loss_copies_leave_little_to_conceal(int copies, double tolerance, double mostConcealed)
    {
        var random = new Random(17);
        Assert.InRange(
            Concealed(copies, _ => random.NextDouble() < 0.2, $"20 % random loss, RED {copies}, tolerance {tolerance}",
                tolerance: tolerance),
            0, mostConcealed);
    }

    [Fact]
    public void Bursts_of_60_ms_are_bridged_by_three_copies() =>
        Assert.InRange(Concealed(3, i => i > 50 && i % 50 is 20 or 21 or 22, "60 ms lost each second, RED 3"), 0, 0.001);

    [Fact]
    public void In_band_copies_save_what_single_losses_take()
    {
        var random = new Random(17);
        Assert.InRange(Concealed(0, _ => random.NextDouble() < 0.05, "5 % random loss, in-band copies", inBand: true), 0, 0.005);
    }

    private double Concealed(int copies, Func<int, bool> isLost, string name, bool inBand = false, double tolerance = 1)
    {
        using var rig = new JitterRig(new JitterBufferOptions { Tolerance = tolerance });
        var jitter = new Random(3);
        for (var i = 0; i < Packets; i++)
        {
            var delay = 10 + 5 * jitter.NextDouble();
            if (!isLost(i)) rig.Send(i, delay, inBand, copies: copies);
        }

        rig.RunTo(Packets * 20 - 1_000);
        var s = rig.Statistics;

        // Whichever is more: what was heard and made up, or what was sent and not heard.
        var concealed = Math.Max(
            (double)(s.ConcealedFrames + s.HeldFrames) / (s.OutputFrames - s.SilentFrames),
            (double)(s.ConcealedFrames + s.CoveredFrames) / s.MediaFrames);
        var packetBits = (40 + (copies > 0 ? 4 * copies + 1 : 0) + (copies + 1) * CodecBitRate / 400) * 8;
        output.WriteLine(
            $"{name}: {concealed:0.0000%} concealed at {s.DelayMs:0} ms, {packetBits * 50 / 1000:0} kb/s on the wire; {s.Target}");
        return concealed;
    }
}
