using Continuo.Simulation.Networks;

namespace Continuo.Simulation.Tests.Networks;

public sealed class SimulationRandomTests
{
    private const int Draws = 200_000;

    [Fact]
    public void The_bits_are_those_of_the_published_generator()
    {
        var random = new SimulationRandom(1234567);
        Assert.Equal([6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821],
            Enumerable.Range(0, 5).Select(_ => random.NextBits()));
    }

    [Fact]
    public void Logarithm_and_exponential_are_right_to_the_last_digits()
    {
        var random = new SimulationRandom(1);
        for (var i = 0; i < 10_000; i++)
        {
            var x = random.NextDouble() * 1e6 + 1e-300;
            Assert.Equal(Math.Log(x), SimulationRandom.Log(x), 1e-14 * (1 + Math.Abs(Math.Log(x))));
            var y = random.NextDouble() * 40 - 20;
            Assert.Equal(1, SimulationRandom.Exp(y) / Math.Exp(y), 1e-14);
        }
    }

    [Fact]
    public void Distributions_have_their_moments()
    {
        var random = new SimulationRandom(7);
        AssertMoments(random.NextDouble, 0.5, 1 / Math.Sqrt(12));
        AssertMoments(random.NextNormal, 0, 1);
        AssertMoments(() => random.NextExponential(3), 3, 3);
        AssertMoments(() => random.NextGamma(2, 4), 8, 4 * Math.Sqrt(2));
        AssertMoments(() => random.NextGamma(0.5, 4), 2, 4 * Math.Sqrt(0.5));
        AssertMoments(() => SimulationRandom.Log(random.NextLogNormal(3, 1.3)), Math.Log(3), 1.3);
        AssertMoments(() => SimulationRandom.Log(random.NextPareto(2, 1.5)), Math.Log(2) + 1 / 1.5, 1 / 1.5);
    }

    private static void AssertMoments(Func<double> draw, double mean, double deviation)
    {
        double sum = 0, squares = 0;
        for (var i = 0; i < Draws; i++)
        {
            var x = draw();
            sum += x;
            squares += x * x;
        }

        Assert.Equal(mean, sum / Draws, 0.02 * deviation);
        Assert.Equal(deviation, Math.Sqrt(squares / Draws - sum / Draws * (sum / Draws)), 0.02 * deviation);
    }
}
