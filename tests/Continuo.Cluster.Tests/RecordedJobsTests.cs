using System.Net;
using Continuo.Cluster.Nodes;

namespace Continuo.Cluster.Tests;

public sealed class RecordedJobsTests
{
    private static readonly string[] Names = ["a", "b", "c", "d"];

    private static NodeReport Node(string name, params string[] recorded) =>
        new(name, Silo(name), new Uri("http://127.0.0.1"), "", "1", 1, new NodeLoad(0, 0, 0, 0), false, 1) { RecordedRooms = recorded };

    private static SiloAddress Silo(string name) => SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 1000 + name[0]), 1);

    private static Func<SiloAddress, SiloStatus> Dead(params string[] dead) =>
        silo => dead.Select(Silo).Contains(silo) ? SiloStatus.Dead : SiloStatus.Active;

    [Fact]
    public void Two_others_go_on_with_what_a_dead_node_recorded_and_once()
    {
        NodeReport[] nodes = [Node("a"), Node("b", "studio"), Node("c"), Node("d")];
        foreach (var self in Names.Where(n => n != "b"))
        {
            var jobs = new RecordedJobs(self);
            jobs.Follow(nodes);
            Assert.Empty(jobs.TakeDead(Dead(), nodes));
            var taken = jobs.TakeDead(Dead("b"), nodes);
            Assert.Equal(self is "c" or "d", taken is [{ RecordedRooms: ["studio"] }]);
            Assert.Equal(self == "a", taken is []);
            Assert.Empty(jobs.TakeDead(Dead("b"), nodes));
        }
    }

    [Fact]
    public void The_last_of_a_cluster_goes_on_with_all_of_it()
    {
        NodeReport[] nodes = [Node("a"), Node("b", "studio"), Node("c", "desk")];
        var jobs = new RecordedJobs("a");
        jobs.Follow(nodes);
        Assert.Equal(["studio", "desk"], jobs.TakeDead(Dead("b", "c"), nodes).SelectMany(n => n.RecordedRooms));
    }

    [Fact]
    public void What_has_ended_before_a_node_dies_is_not_begun_again_and_a_node_never_takes_its_own()
    {
        var jobs = new RecordedJobs("a");
        jobs.Follow([Node("a", "mine"), Node("b", "studio")]);
        jobs.Follow([Node("a", "mine"), Node("b")]);
        Assert.Empty(jobs.TakeDead(Dead("a", "b"), [Node("a"), Node("b")]));
    }
}
