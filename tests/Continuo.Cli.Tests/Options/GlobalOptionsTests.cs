using System.CommandLine;
using Continuo.Cli.Options;

namespace Continuo.Cli.Tests.Options;

public sealed class GlobalOptionsTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("--json --verbose", "")]
    [InlineData("--opus automatic", "")]
    [InlineData("--opus managed --backend pulse", "--backend pulse --opus managed")]
    public void A_started_engine_opens_audio_as_its_starter_does(string given, string forwarded)
    {
        var command = new RootCommand();
        foreach (var option in GlobalOptions.All) command.Add(option);
        Assert.Equal(forwarded, string.Join(' ', GlobalOptions.ForEngine(command.Parse(given))));
    }
}
