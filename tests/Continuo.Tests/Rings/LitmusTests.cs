using Continuo.Litmus;

namespace Continuo.Tests.Rings;

/// <summary>The short form of the litmus; the full form is <c>dotnet run -c Release --project tests/Continuo.Litmus</c>.</summary>
public class LitmusTests
{
    private const int Samples = 32;
    private const int Capacity = 4;

    [Fact]
    public void The_broken_copy_is_caught_and_the_ring_is_not()
    {
        using var broken = new BrokenRing(Samples, Capacity);
        var control = new LitmusRun(broken, Samples, readers: 2);
        control.Run(50_000_000);
        Assert.Contains("torn audio", control.Violation, StringComparison.Ordinal);

        using var ring = new RealRing(new Continuo.Audio.AudioFormat(48_000, 2), Samples / 2, Capacity);
        var run = new LitmusRun(ring, Samples, readers: 2);
        run.Run(5_000_000);
        Assert.Null(run.Violation);
        Assert.True(run.Laps > 0, "no reader was lapped: inconclusive");
    }
}
