using Continuo.Dsp;

namespace Continuo.Tests.Dsp;

public class CorrelationTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(1_001)]
    public void Vectors_and_scalars_give_the_same_correlation(int length)
    {
        var random = new Random(length);
        var a = Enumerable.Range(0, length).Select(_ => (float)random.NextDouble() - 0.5f).ToArray();
        var b = Enumerable.Range(0, length).Select(_ => (float)random.NextDouble() - 0.5f).ToArray();
        Assert.Equal(Correlation.DotReference(a, b), Correlation.Dot(a, b), 1e-4f);
    }
}
