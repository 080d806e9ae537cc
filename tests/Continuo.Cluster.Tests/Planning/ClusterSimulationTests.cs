using Continuo.Cluster.Planning;

namespace Continuo.Cluster.Tests.Planning;

public sealed class ClusterSimulationTests
{
    private static readonly ClusterPlan Plan = new()
    {
        Nodes = 100,
        Users = 15_000,
        Duration = TimeSpan.FromHours(3),
        ZoneLoss = TimeSpan.FromHours(1.5),
        BetweenFailures = TimeSpan.FromHours(30),
    };

    [Fact]
    public void A_hundred_nodes_keep_every_room_with_one_owner_whatever_fails()
    {
        var report = new ClusterSimulation(Plan).Run();
        TestContext.Current.TestOutputHelper?.WriteLine($"{report}");
        Assert.Empty(report.Broken);
        Assert.Equal(0, report.Refused);
        Assert.True(report.Failures >= 25 && report.Reopened > 100 && report.Moved > 500, $"{report}"); // it has been tried
        Assert.True(report.Recovery.Max <= ClusterSimulation.LongestWithoutOwner, $"{report}");
        // 0.25 if zones were ignored; 0.67 to 0.75 in the days of some seeds, of which a zone is lost for a sixth.
        Assert.True(report.Near > 0.6, $"{report}");
    }

    [Fact]
    public void No_node_gets_too_much_although_a_zone_is_lost()
    {
        var report = new ClusterSimulation(Plan).Run();
        Assert.True(report.MostTaken < 1.2 && report.MostTakenAfterLoss < 1,
            $"{report}"); // two of the largest rooms may meet while they grow
        Assert.True(report.LateNodeSeconds < 0.0005 * Plan.Nodes * Plan.Duration.TotalSeconds, $"{report}");
    }

    [Fact]
    public void The_same_seed_is_the_same_day()
    {
        var plan = Plan with { Duration = TimeSpan.FromMinutes(30), ZoneLoss = TimeSpan.FromMinutes(15) };
        Assert.Equal($"{new ClusterSimulation(plan).Run()}", $"{new ClusterSimulation(plan).Run()}");
        Assert.NotEqual($"{new ClusterSimulation(plan).Run()}", $"{new ClusterSimulation(plan with { Seed = 2 }).Run()}");
    }
}
