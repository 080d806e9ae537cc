using Continuo.Audio;

namespace Continuo.Tests.Audio;

public class DecibelsTests
{
    [Fact]
    public void Gains_and_decibels_are_the_two_faces_of_one_number()
    {
        Assert.Equal(1f, Decibels.ToGain(0));
        Assert.Equal(10f, Decibels.ToGain(20));
        Assert.Equal(0f, Decibels.ToGain(double.NegativeInfinity));
        Assert.Equal(double.NegativeInfinity, Decibels.FromGain(0));
        Assert.Equal(-6.0206, Decibels.FromGain(-0.5), 4);
        Assert.Equal(-3.0103, Decibels.FromPower(0.5), 4);
    }
}
