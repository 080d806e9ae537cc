namespace Continuo.Cli.Tests.Documents.Shell;

/// <summary>Simulated networks, each for a second or two of virtual time.</summary>
public sealed class SimulationScene : Scene
{
    private const string Short = "--duration 2s";

    internal override IReadOnlyList<Step> Steps =>
    [
        new("continuo simulate") { Shorter = Short },
        new("continuo simulate --list"),
        new("continuo simulate --trace wifi-bursts --svg wifi.svg") { Then = () => Assert.True(Has("wifi.svg")) },
        new("continuo simulate --trace spike-600 --svg spike.svg") { Then = () => Assert.True(Has("spike.svg")) },
        new("continuo simulate --trace loss-20 --red 1"),
        new("continuo simulate --equal-delay") { Shorter = Short },
        new("continuo simulate --redundancy") { Shorter = Short },
        new("continuo simulate --redundancy --model ours --duration 10m") { With = [("10m", "2s")] },
        new("continuo simulate --trace wifi-bursts --save w.csv") { Then = () => Assert.True(Has("w.csv")) },
    ];
}
