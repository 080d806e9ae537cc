using Continuo.Simulation.Comparison;
using Continuo.Simulation.Ours;
using Continuo.Simulation.Playout;
using Continuo.Simulation.Scenarios;
using Continuo.Simulation.Traces;

namespace Continuo.Simulation.Tests.Comparison;

/// <summary>The project's jitter buffer beside its rivals. Virtual time and fixed seeds: the figures are the same everywhere.</summary>
public sealed class RivalsTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public static TheoryData<string> Scenarios => [.. ScenarioLibrary.All.Select(s => s.Name)];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void At_no_more_mean_delay_than_a_rival_it_conceals_no_more(string name)
    {
        var trace = ScenarioLibrary.Find(name).Trace(1, Minute);
        foreach (var rival in PlayoutMethods.Rivals.Select(m => PlayoutRun.Run(trace, m)))
        {
            // The settings are tried one after the other, for time's sake.
            Assert.Contains(PlayoutMethods.OwnSettings, setting => EqualDelay.NoWorse(PlayoutRun.Run(trace, setting), rival));
        }
    }

    [Theory]
    [InlineData(1UL)]
    [InlineData(31UL)]
    [InlineData(32UL)]
    [InlineData(33UL)]
    public void As_it_comes_it_is_quicker_and_conceals_less_than_both_in_the_mean_of_all_traces(ulong seed)
    {
        var traces = ScenarioLibrary.All.Select(s => s.Trace(seed, Minute)).ToList();
        var own = Mean(traces, JitterBufferModel.Method);
        foreach (var rival in PlayoutMethods.Rivals.Select(m => Mean(traces, m)))
        {
            Assert.InRange(own.Delay, 0, rival.Delay);
            Assert.InRange(own.Concealed, 0, rival.Concealed);
        }
    }

    [Theory]
    [InlineData("neteq", "lte-4g", "mobile-handover", "spike-600", "talk-and-pause")]
    [InlineData("jamulus", "heavy-tail", "drift-slow")]
    public void As_it_comes_it_is_no_worse_in_both_on_all_traces_but(string rival, params string[] but)
    {
        var method = PlayoutMethods.Find(rival)[0];
        var worse = ScenarioLibrary.All.Select(s => s.Trace(1, Minute))
            .Where(t => !EqualDelay.NoWorse(PlayoutRun.Run(t, JitterBufferModel.Method), PlayoutRun.Run(t, method)));
        Assert.Equal(but, worse.Select(t => t.Name));
    }

    [Fact]
    public void A_spike_of_600_ms_is_left_behind_within_ten_seconds()
    {
        for (ulong seed = 1; seed <= 5; seed++)
        {
            var result = PlayoutRun.Run(ScenarioLibrary.Find("spike-600").Trace(seed, Minute), JitterBufferModel.Method, keepSamples: true);
            Assert.InRange(TraceComparison.LongestAway(result).TotalSeconds, 0, 10);
            var before = result.Samples
                .Where(s => s.Time is > 5_000_000_000 and < 15_000_000_000 && !double.IsNaN(s.DelayMs))
                .Average(s => s.DelayMs);
            var after = result.Samples
                .Where(s => s.Time is > 25_600_000_000 and < 35_000_000_000 && !double.IsNaN(s.DelayMs))
                .Average(s => s.DelayMs);
            Assert.InRange(after, 0, before + 50);
        }
    }

    [Theory]
    [InlineData("loss-20", 1, 0.05)]
    [InlineData("loss-20", 2, 0.01)]
    [InlineData("bursts-60ms", 3, 0.001)]
    public void Copies_leave_little_to_conceal(string name, int copies, double most)
    {
        var result = PlayoutRun.Run(ScenarioLibrary.Find(name).Trace(1, TimeSpan.FromMinutes(10), copies), JitterBufferModel.Method);
        Assert.InRange(result.ConcealedShare, 0, most);
    }

    private static (double Delay, double Concealed) Mean(List<PacketTrace> traces, PlayoutMethod method)
    {
        var results = traces.Select(t => PlayoutRun.Run(t, method)).ToList();
        return (results.Average(r => r.MeanDelayMs), results.Average(r => r.ConcealedShare));
    }
}
