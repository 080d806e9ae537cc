using Continuo.Cluster.Security;

namespace Continuo.Cluster.Tests.Security;

public sealed class ClusterIdentityTests
{
    private static readonly NodeOptions Options = new()
    {
        Name = "a",
        Membership = "redis://localhost",
        Api = new Uri("http://10.0.0.1:8080"),
        Key = "the key of our cluster",
    };

    [Fact]
    public void Nodes_with_the_same_key_know_each_other()
    {
        using var a = new ClusterIdentity(Options);
        using var b = new ClusterIdentity(Options with { Name = "b" });
        Assert.True(a.IsOurs(b.Certificate));
        Assert.True(b.IsOurs(a.Certificate));
        Assert.True(b.Certificate.HasPrivateKey);
        Assert.NotEqual(a.Certificate.Thumbprint, b.Certificate.Thumbprint);
    }

    [Fact]
    public void Nodes_with_another_key_or_of_another_cluster_do_not()
    {
        using var ours = new ClusterIdentity(Options);
        foreach (var options in new[] { Options with { Key = "the key of our clustes" }, Options with { Cluster = "other" } })
        {
            using var other = new ClusterIdentity(options);
            Assert.False(ours.IsOurs(other.Certificate));
            Assert.False(other.IsOurs(ours.Certificate));
        }

        Assert.False(ours.IsOurs(null));
    }
}
