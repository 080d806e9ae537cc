using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Codecs.Resampling;
using Continuo.Live;

namespace Continuo.Codecs.Tests.Live;

public sealed class LiveResamplingTests
{
    [Theory]
    [InlineData(44_100)]
    [InlineData(16_000)]
    [InlineData(96_000)]
    public void A_live_stream_of_another_rate_is_heard_whole_and_at_its_pitch(int rate)
    {
        var clock = new VirtualClock(1_000_000_000);
        using var rig = new LiveRig(
            clock, frame => (float)(0.5 * Math.Sin(2 * Math.PI * 1000 * (frame % rate) / rate)),
            format: new AudioFormat(rate, 1));
        using var input = LiveInput.Open(rig.Stream, AudioFormat.Default, LiveInputOptions.Default.WithResampling());
        var block = new float[480 * 2];
        var heard = new List<float>();
        rig.Run(100, () => input.Read(block, clock.Now, clock.Now));
        var begun = input.Statistics; // the converter's first frames come late: the delay that it needs is learnt
        rig.Run(500, () =>
        {
            input.Read(block, clock.Now, clock.Now);
            for (var i = 0; i < block.Length; i += 2) heard.Add(block[i]);
        });
        var statistics = input.Statistics;
        Assert.Equal((0L, begun.Underruns, begun.Jumps), (statistics.LostFrames, statistics.Underruns, statistics.Jumps));
        Assert.InRange(begun.Underruns, 0, 1);
        var crossings = 0;
        for (var i = 1; i < heard.Count; i++) crossings += heard[i - 1] < 0 && heard[i] >= 0 ? 1 : 0;
        Assert.InRange(crossings, 4999, 5001); // five seconds of 1 kHz
        Assert.Equal(0.5, heard.Max(), 0.002);
    }
}
