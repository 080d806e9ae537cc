using Continuo.Audio;
using Continuo.Mixing;

namespace Continuo.Tests.Mixing;

public class PanLawTests
{
    [Fact]
    public void Mono_keeps_its_power_wherever_it_is_and_is_3_dB_down_in_the_centre()
    {
        for (var pan = -1.0; pan <= 1; pan += 0.05)
        {
            var (left, right) = PanLaw.Mono(pan);
            Assert.Equal(1, left * left + right * right, 1e-6);
        }

        Assert.Equal(-3.0103, Decibels.FromGain(PanLaw.Mono(0).Left), 1e-3);
        Assert.Equal(PanLaw.Mono(0).Left, PanLaw.Mono(0).Right, 1e-7f);
    }

    [Fact]
    public void Balance_leaves_the_near_side_alone_and_the_centre_untouched()
    {
        Assert.Equal((1f, 1f), PanLaw.Balance(0));
        Assert.Equal(1, PanLaw.Balance(0.3).Right);
        Assert.Equal(1, PanLaw.Balance(-0.7).Left);
        Assert.InRange(PanLaw.Balance(0.5).Left, 0.70f, 0.71f);
    }

    [Theory]
    [InlineData(-1, 1, 0)]
    [InlineData(1, 0, 1)]
    public void At_the_ends_nothing_leaks(double pan, float left, float right)
    {
        Assert.Equal((left, right), PanLaw.Mono(pan));
        Assert.Equal((left, right), PanLaw.Balance(pan));
    }
}
