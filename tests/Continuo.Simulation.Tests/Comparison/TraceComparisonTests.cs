using Continuo.Simulation.Comparison;
using Continuo.Simulation.Playout;
using Continuo.Simulation.Scenarios;
using Continuo.Simulation.Tests.Playout;

namespace Continuo.Simulation.Tests.Comparison;

public sealed class TraceComparisonTests
{
    [Fact]
    public void Every_method_runs_on_every_scenario_and_accounts_for_every_frame()
    {
        foreach (var scenario in ScenarioLibrary.All)
        {
            var trace = scenario.Trace(2, TimeSpan.FromSeconds(30), copies: 1);
            foreach (var result in TraceComparison.Run(trace, PlayoutMethods.All).Results)
            {
                Assert.InRange(result.DueFrames, 10 * 48_000, 31 * 48_000);
                Assert.InRange(result.ConcealedShare, 0, 0.9);
                Assert.InRange(result.MeanDelayMs, 0, 600);
            }
        }
    }

    [Theory]
    [InlineData(2.5)]
    [InlineData(5)]
    [InlineData(20)]
    [InlineData(30)]
    public void The_consumer_may_ask_as_often_as_it_likes(double tickMs)
    {
        var trace = ScenarioLibrary.Find("steady").Trace(1, TimeSpan.FromSeconds(30));
        foreach (var method in PlayoutMethods.All)
        {
            var result = PlayoutRun.Run(trace, method, tickMs: tickMs);
            Assert.InRange(result.ConcealedShare, 0, 0.005);
            Assert.InRange(result.MeanDelayMs, 2, 100);
        }
    }

    [Fact]
    public void The_same_trace_gives_the_same_result_to_the_last_digit()
    {
        var trace = ScenarioLibrary.Find("wifi-bursts").Trace(9, TimeSpan.FromSeconds(30));
        var pairs = TraceComparison.Run(trace, PlayoutMethods.All).Results.Zip(TraceComparison.Run(trace, PlayoutMethods.All).Results);
        foreach (var (first, second) in pairs)
        {
            Assert.Equal(first.Samples, second.Samples);
            Assert.Equal(first.MeanDelayMs, second.MeanDelayMs);
        }
    }

    [Fact]
    public void The_time_away_from_the_usual_delay_is_that_of_the_disturbance()
    {
        var samples = Enumerable.Range(0, 1000)
            .Select(i => new PlayoutSample(i * 10_000_000L, i is >= 300 and < 500 ? 120 : i == 700 ? double.NaN : 60, 0, 0, 0, 0, ""));
        var result = new PlayoutResult("made up", 0, 0, 0, 0, 0, 0, 0, 0, 0, [.. samples]);
        Assert.Equal(1.99, TraceComparison.LongestAway(result).TotalSeconds, 6);
        var steady = TraceComparison.Run(Scripted.Trace(Enumerable.Repeat(50.0, 500)), [FixedDelay.Method(80)]).Results[0];
        Assert.Equal(TimeSpan.Zero, TraceComparison.LongestAway(steady));
    }
}
