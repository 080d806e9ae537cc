using Continuo.Audio;
using Continuo.Simulation.Comparison;

namespace Continuo.Simulation.Tests.Comparison;

public sealed class PlayoutMethodsTests
{
    [Theory]
    [InlineData("ours")]
    [InlineData("ours:20-200")]
    [InlineData("neteq")]
    [InlineData("jamulus")]
    [InlineData("fixed:80")]
    [InlineData("fixed:12.5")]
    [InlineData("jamulus:10")]
    public void A_method_is_found_by_its_name(string name) => Assert.Equal([name], PlayoutMethods.Find(name).Select(m => m.Name));

    [Fact]
    public void All_are_found_together() => Assert.Equal(PlayoutMethods.All, PlayoutMethods.Find("all"));

    [Theory]
    [InlineData("")]
    [InlineData("net")]
    [InlineData("fixed")]
    [InlineData("fixed:")]
    [InlineData("fixed:-1")]
    [InlineData("fixed:NaN")]
    [InlineData("fixed:1e9")]
    [InlineData("fixed:20000")]
    [InlineData("jamulus:0")]
    [InlineData("ours:")]
    [InlineData("ours:20")]
    [InlineData("ours:200-20")]
    [InlineData("ours:0-0")]
    [InlineData("ours:0-9999")]
    [InlineData("ours:a-b")]
    public void Another_name_is_answered_with_those_that_exist(string name)
    {
        var e = Assert.Throws<AudioException>(() => PlayoutMethods.Find(name));
        Assert.Equal(AudioErrorCode.InvalidArgument, e.Code);
        Assert.Contains("neteq", e.Message);
    }
}
