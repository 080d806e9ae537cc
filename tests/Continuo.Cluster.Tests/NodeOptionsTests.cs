using Continuo.Audio;

namespace Continuo.Cluster.Tests;

public sealed class NodeOptionsTests
{
    private static readonly NodeOptions Valid = new()
    {
        Name = "a",
        Membership = "redis://localhost",
        Api = new Uri("http://10.0.0.1:8080"),
        Key = "a key of these tests",
    };

    [Fact]
    public void An_address_of_Redis_has_host_port_user_password_and_database()
    {
        var options = MembershipStore.Parse("rediss://me:p%40ss@store.lan:7000/3").Redis!;
        Assert.Equal(("me", "p@ss", 3, true), (options.User, options.Password, options.DefaultDatabase, options.Ssl));
        Assert.Equal("Unspecified/store.lan:7000", options.EndPoints.Single().ToString());
        Assert.Equal("Unspecified/h:6379", MembershipStore.Parse("redis://h").Redis!.EndPoints.Single().ToString());
        Assert.Null(MembershipStore.Parse("memory:").Redis);
    }

    [Theory]
    [InlineData("redis://")]
    [InlineData("postgres://h")]
    [InlineData("redis://h/99")]
    [InlineData("redis://h/x")]
    [InlineData("redis://h?ca=/x")]
    [InlineData("rediss://h?cb=/x")]
    [InlineData("rediss://h?ca=/does/not/exist")]
    [InlineData("")]
    public void Any_other_is_refused(string address) =>
        Assert.Equal(AudioErrorCode.InvalidArgument, Assert.Throws<AudioException>(() => MembershipStore.Parse(address)).Code);

    [Fact]
    public void A_refusal_does_not_show_the_password()
    {
        var e = Assert.Throws<AudioException>(() => MembershipStore.Parse("redis://me:secret@h/99"));
        Assert.DoesNotContain("secret", e.ToString(), StringComparison.Ordinal);
        Assert.Contains("redis://me:***@h/99", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_do_not_show_their_secrets() =>
        Assert.Equal("continuo/a at 127.0.0.1:11811", $"{Valid with { Membership = "redis://me:secret@h" }}");

    [Fact]
    public void Impossible_options_are_refused()
    {
        Valid.Validate();
        NodeOptions[] wrong =
        [
            Valid with { Name = "" }, Valid with { Name = "a b" }, Valid with { Name = new string('a', 65) },
            Valid with { Cluster = "x/y" },
            Valid with { Zone = "a:b" }, Valid with { Port = 0 }, Valid with { Port = 65_536 }, Valid with { Api = new Uri("ftp://a") },
            Valid with { Api = new Uri("relative", UriKind.Relative) }, Valid with { Membership = "x" }, Valid with { Key = "short" },
        ];
        Assert.All(wrong, o => Assert.Throws<AudioException>(o.Validate));
    }
}
