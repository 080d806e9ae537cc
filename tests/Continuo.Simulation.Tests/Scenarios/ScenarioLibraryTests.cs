using System.Security.Cryptography;
using Continuo.Audio;
using Continuo.Simulation.Scenarios;
using Continuo.Simulation.Traces;

namespace Continuo.Simulation.Tests.Scenarios;

public sealed class ScenarioLibraryTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void The_same_seed_gives_the_same_trace_and_another_seed_another()
    {
        foreach (var scenario in ScenarioLibrary.All)
        {
            var first = scenario.Trace(5, Minute);
            Assert.Equal(first.Packets, scenario.Trace(5, Minute).Packets);
            Assert.NotEqual(first.Packets, scenario.Trace(6, Minute).Packets);
        }
    }

    [Fact]
    public void Traces_are_the_same_on_every_machine()
    {
        using var text = new StringWriter();
        foreach (var scenario in ScenarioLibrary.All) TraceFile.Write(text, scenario.Trace(1, Minute));
        Assert.Equal(
            "dc2ff1e1ba58b5eb",
            Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.ASCII.GetBytes(text.ToString())))[..16]);
    }

    [Fact]
    public void Wifi_has_the_published_percentiles()
    {
        var trace = ScenarioLibrary.Find("wifi-bursts").Trace(1, TimeSpan.FromHours(1));
        var delays = trace.Packets.Select(p => (p.Delay - trace.MinDelay) / 1e6).Order().ToList();
        Assert.InRange(delays[delays.Count / 2], 2, 5);
        Assert.InRange(delays[delays.Count * 9 / 10], 12, 30);
        Assert.InRange(delays[delays.Count * 99 / 100], 150, 300);
    }

    [Theory]
    [InlineData("loss-20", 0.2)]
    [InlineData("burst-loss-10", 0.1)]
    [InlineData("steady", 0)]
    public void Loss_is_what_the_name_says(string name, double share)
    {
        var trace = ScenarioLibrary.Find(name).Trace(1, TimeSpan.FromMinutes(20));
        Assert.Equal(share, (double)trace.Packets.Count(p => p.IsLost) / trace.Packets.Count, 0.02);
    }

    [Fact]
    public void A_fast_sender_sends_more_packets_in_the_same_time()
    {
        var hour = TimeSpan.FromHours(1);
        var last = ScenarioLibrary.Find("drift-fast")
            .Trace(1, hour)
            .Packets[^1].SendTime - ScenarioLibrary.Find("drift-slow")
            .Trace(1, hour).Packets[^1].SendTime;
        Assert.Equal(-3600 * 600e3, last, 1e6);
    }

    [Fact]
    public void A_name_that_does_not_exist_is_answered_with_those_that_do()
    {
        var e = Assert.Throws<AudioException>(() => ScenarioLibrary.Find("nowhere"));
        Assert.Equal(AudioErrorCode.NotFound, e.Code);
        Assert.Contains("steady", e.Message);
    }
}
