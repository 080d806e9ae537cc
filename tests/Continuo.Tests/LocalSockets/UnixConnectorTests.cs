using Continuo.Audio;
using Continuo.LocalSockets;

namespace Continuo.Tests.LocalSockets;

public sealed class UnixConnectorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_listener_of_the_same_user_is_connected(bool isBlocking)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Linux only");
        var path = _folder["s"];
        using var listener = UnixListener.Listen(path, "taken", "choose another");
        using var near = UnixConnector.Connect(path, isBlocking, "engine", "continuo engine");
        using var far = listener.Accept();
        Assert.Equal(isBlocking, near.Blocking);
        Assert.Equal(Environment.ProcessId, PeerCredentials.Of(near).ProcessId);
        Assert.Equal(1, far.Send([1]));
        Assert.Equal(1, near.Receive(new byte[2]));
    }

    [Fact]
    public void A_path_without_a_listener_names_the_command_that_starts_one()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Linux only");
        var path = _folder["s"];
        AssertNobody(path);

        // A socket whose process has died.
        using (var dead = TestKit.SocketPair.Unix())
        {
            dead.Bind(SocketFile.EndPoint(path));
            AssertNobody(path);
        }
    }

    [Fact]
    public void A_path_that_is_too_long_is_refused() =>
        Assert.Equal(AudioErrorCode.InvalidArgument, Assert.Throws<AudioException>(
            () => UnixConnector.Connect("/tmp/" + new string('x', 200), isBlocking: true, "engine", "continuo engine")).Code);

    private static void AssertNobody(string path)
    {
        var error = Assert.Throws<AudioException>(() => UnixConnector.Connect(path, isBlocking: true, "engine", "continuo engine"));
        Assert.Equal(AudioErrorCode.ServerUnavailable, error.Code);
        Assert.Contains("no engine listens", error.Happened, StringComparison.Ordinal);
        Assert.Contains("continuo engine", error.Remedy, StringComparison.Ordinal);
    }
}
