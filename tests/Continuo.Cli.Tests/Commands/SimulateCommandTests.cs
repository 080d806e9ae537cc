using Continuo.Cli.Tests.Processes;

namespace Continuo.Cli.Tests.Commands;

public sealed class SimulateCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void The_list_names_the_traces_and_where_they_come_from()
    {
        var scenarios = CliProcess.Run(_folder.Path, "simulate", "--list", "--json")
            .MustSucceed().Json.GetProperty("scenarios").EnumerateArray().ToList();
        Assert.True(scenarios.Count >= 12);
        Assert.Contains(scenarios, s => s.GetProperty("name").GetString() == "spike-600");
        Assert.Contains(scenarios, s => s.TryGetProperty("origin", out _));
    }

    [Fact]
    public void A_trace_is_compared_and_drawn_the_same_each_time()
    {
        string[] arguments = ["simulate", "--trace", "spike-600", "--duration", "20s", "--svg", "spike.svg", "--json"];
        var first = CliProcess.Run(_folder.Path, arguments).MustSucceed();
        var picture = File.ReadAllText(_folder.File("spike.svg"));
        Assert.Equal(first.Output, CliProcess.Run(_folder.Path, arguments).MustSucceed().Output);
        Assert.Equal(picture, File.ReadAllText(_folder.File("spike.svg")));
        var trace = first.Json.GetProperty("traces")[0];
        Assert.Equal(1000, trace.GetProperty("packets").GetInt32());
        Assert.Contains("neteq", trace.GetProperty("methods").EnumerateArray().Select(m => m.GetProperty("method").GetString()));
    }

    [Fact]
    public void A_saved_trace_gives_the_same_result_as_the_one_it_was_saved_from()
    {
        CliProcess.Run(_folder.Path, "simulate", "--trace", "loss-20", "--duration", "10s", "--seed", "7", "--save", "loss.csv")
            .MustSucceed();
        var drawn = CliProcess.Run(_folder.Path, "simulate", "--trace", "loss-20", "--duration", "10s", "--seed", "7",
            "--red", "2", "--json").MustSucceed();
        Assert.Equal(drawn.Output,
            CliProcess.Run(_folder.Path, "simulate", "--trace", "loss.csv", "--red", "2", "--json").MustSucceed().Output);
    }

    [Theory]
    [InlineData("'nowhere'", "simulate", "--trace", "nowhere")]
    [InlineData("no such file", "simulate", "--trace", "nowhere.csv")]
    [InlineData("'magic'", "simulate", "--trace", "steady", "--model", "magic")]
    [InlineData("--red", "simulate", "--trace", "steady", "--red", "99")]
    [InlineData("one trace", "simulate", "--save", "all.csv")]
    public void What_is_wrong_is_reported(string expected, params string[] arguments)
    {
        var result = CliProcess.Run(_folder.Path, arguments);
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains(expected, result.Error);
    }

    public void Dispose() => _folder.Dispose();
}
