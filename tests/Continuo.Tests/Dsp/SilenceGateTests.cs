using Continuo.Dsp;

namespace Continuo.Tests.Dsp;

public sealed class SilenceGateTests
{
    private const float Threshold = 0.001f;

    [Fact]
    public void One_sample_of_sound_anywhere_in_any_length_is_heard()
    {
        for (var length = 1; length <= 40; length++)
        {
            Assert.True(SilenceGate.IsSilent(new float[length], Threshold));
            for (var at = 0; at < length; at++)
            {
                foreach (var sound in new[] { 0.0011f, -0.0011f, float.NaN, float.PositiveInfinity })
                {
                    var samples = new float[length];
                    samples[at] = sound;
                    Assert.False(SilenceGate.IsSilent(samples, Threshold), $"{sound} at {at} of {length}");
                }
            }
        }
    }

    [Fact]
    public void The_threshold_itself_is_silent()
    {
        var samples = new float[37];
        for (var i = 0; i < samples.Length; i++) samples[i] = i % 2 == 0 ? Threshold : -Threshold;
        Assert.True(SilenceGate.IsSilent(samples, Threshold));
    }

    [Fact]
    public void Nothing_is_silent() => Assert.True(SilenceGate.IsSilent([], Threshold));
}
