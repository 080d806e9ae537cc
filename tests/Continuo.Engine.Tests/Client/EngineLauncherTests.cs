using Continuo.Engine.Client;

namespace Continuo.Engine.Tests.Client;

public sealed class EngineLauncherTests
{
    [Fact]
    public void Further_arguments_follow_the_launch_options()
    {
        var options = new EngineLaunchOptions { SocketPath = "/run/engine", To = "null:", Arguments = ["--backend", "pulse"] };
        Assert.Equal(
            ["engine", "--socket", "/run/engine", "--to", "null:", "--buffer", "480", "--idle", "10s", "--backend", "pulse"],
            EngineLauncher.Arguments(options));
    }
}
