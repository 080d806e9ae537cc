using Continuo.Mumble.Gateway;

namespace Continuo.Mumble.Tests.Gateway;

public class PuppetNamesTests
{
    [Theory]
    [InlineData("Anna", "Anna")]
    [InlineData("ben", "ben 2")]
    [InlineData("Carl/<the>", "Carl__the_")]
    [InlineData("山田 太郎", "山田 太郎")]
    [InlineData("", "User-7")]
    [InlineData("///", "User-7")]
    public void A_name_is_one_that_servers_accept_and_no_one_has(string name, string expected) =>
        Assert.Equal(expected, PuppetNames.NameFor(name, 7, ["Ben", "Studio"]));

    [Fact]
    public void A_person_always_has_the_same_identity_and_two_of_one_person_have_two()
    {
        Assert.Equal(PuppetNames.IdentityOf("b1"), PuppetNames.IdentityOf("b1"));
        Assert.NotEqual(PuppetNames.IdentityOf("b1"), PuppetNames.IdentityOf("b2"));
        Assert.NotEqual(PuppetNames.IdentityOf("b1"), PuppetNames.IdentityOf("b1", 1));
    }
}
