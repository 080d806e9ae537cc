using System.Text;
using System.Text.Json;

namespace Continuo.Cli.Tests.Processes;

/// <summary>What a run of the command line came to.</summary>
internal sealed record CliResult(int ExitCode, byte[] Bytes, string Error)
{
    public string Output => Encoding.UTF8.GetString(Bytes);

    /// <summary>The one JSON object on standard output.</summary>
    public JsonElement Json
    {
        get
        {
            Assert.Single(Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
            return JsonDocument.Parse(Output).RootElement;
        }
    }

    public CliResult MustSucceed()
    {
        Assert.True(ExitCode == 0, $"exit code {ExitCode}: {Error}{Output}");
        return this;
    }

    /// <summary>One clear line on standard error, nothing on standard output, no stack trace, and this exit code.</summary>
    public string MustFailWith(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"exit code {ExitCode} instead of {exitCode}: {Error}{Output}");
        Assert.Empty(Output);
        var line = Assert.Single(Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("continuo: ", line, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", Error, StringComparison.Ordinal);
        return line;
    }
}
