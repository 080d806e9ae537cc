using Continuo.Cli.Tests.Processes;

namespace Continuo.Cli.Tests.Commands;

public sealed class StreamCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Several_sinks_get_the_same_audio()
    {
        var report = CliProcess.Run(_folder.Path, "stream", "noise:pink", "--to", "a.wav", "--to", "b.wav", "--to", "null:", "--duration",
            "1s", "--json")
            .MustSucceed().Json;

        Assert.Equal(["a.wav", "b.wav", "null:"],
            report.GetProperty("sinks").EnumerateArray().Select(s => s.GetProperty("sink").GetString()));
        Assert.All(report.GetProperty("sinks").EnumerateArray(),
            s => Assert.Equal((48_000, 0), (s.GetProperty("frames").GetInt64(), s.GetProperty("droppedChunks").GetInt64())));
        Assert.Equal(File.ReadAllBytes(_folder.File("a.wav")), File.ReadAllBytes(_folder.File("b.wav")));
    }

    [Fact]
    public void A_sink_that_fails_costs_the_others_nothing_and_is_reported()
    {
        var result = CliProcess.Run(_folder.Path, "stream", "tone:440", "--to", "exec:head -c 1000 >/dev/null", "--to", "good.wav",
            "--duration", "1s", "--json");
        var sinks = result.Json.GetProperty("sinks").EnumerateArray().ToArray();

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(System.Text.Json.JsonValueKind.Object, sinks[0].GetProperty("error").ValueKind);
        Assert.Equal(48_000, sinks[1].GetProperty("frames").GetInt64());
        Assert.Equal(["good.wav"], _folder.Files);
    }

    [Fact]
    public void If_one_sink_cannot_be_opened_nothing_begins_and_nothing_is_left_behind()
    {
        CliProcess.Run(_folder.Path, "stream", "tone:440", "--to", "good.wav", "--to", "nowhere/bad.wav").MustFailWith(3);
        Assert.Empty(_folder.Files);
    }

    [Fact]
    public void A_network_sink_is_described_and_its_packets_are_reported()
    {
        var report = CliProcess.Run(
            _folder.Path, "stream", "tone:440", "--to", "rtp://127.0.0.1:5004?ptime=10", "--preset", "low", "--red", "1", "--sdp",
                "a b.sdp", "--duration", "1s", "--json").MustSucceed().Json;

        var rtp = report.GetProperty("sinks")[0].GetProperty("rtp");
        Assert.Equal(101, rtp.GetProperty("packets").GetInt64()); // the last for the codec's look-ahead
        Assert.InRange(rtp.GetProperty("bitRate").GetDouble(), 80_000, 140_000);
        Assert.Equal("opus, 48000 Hz, 2 channels, 10 ms", rtp.GetProperty("codec").GetString());
        Assert.Contains("a=rtpmap:101 red/48000/2", File.ReadAllText(_folder.File("a b.sdp")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rtp://127.0.0.1:5004?codec=mp3", "codec 'mp3': it is not supported for RTP")]
    [InlineData("rtp://no-such-host.invalid:5004", "the host 'no-such-host.invalid' is unknown")]
    [InlineData("rtp://127.0.0.1:99999", "is not a port in 1…65534")]
    [InlineData("null:", "no sink is an rtp: address")]
    public void A_network_sink_that_cannot_be_is_refused(string sink, string words)
    {
        var result = CliProcess.Run(_folder.Path, "stream", "tone:440", "--to", sink, "--preset", "low", "--duration", "1s");
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains(words, result.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();
}
