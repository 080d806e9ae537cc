using Continuo.Cli.Output;
using Continuo.Cli.Remote;
using Continuo.Client.Contract;
using Continuo.Client.Contract.Messages;
using Continuo.Client.Contract.Recordings;
using Continuo.Streams;
using Spectre.Console;

namespace Continuo.Cli.Tests.Remote;

/// <summary><c>continuo top</c> on a terminal of 80 × 24: nothing is cut off, whatever the server does.</summary>
public sealed class TopViewTests
{
    private const int Width = 79; // the last column stays free
    private const int Height = 24;

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, 2, 1)]
    [InlineData(11, 1000, 3)]
    [InlineData(40, 5, 2)]
    public void Nothing_is_wider_or_higher_than_the_terminal(int streams, int sessions, int recordings)
    {
        var lines = Draw(streams, sessions, recordings, long.MaxValue / 100);

        Assert.InRange(lines.Length, 1, Height);
        Assert.All(lines, l => Assert.True(TextFit.Columns(l) <= Width, $"{TextFit.Columns(l)}: {l}"));
    }

    [Fact]
    public void Every_column_stands_below_its_title()
    {
        var lines = Draw(2, 1, 1, 480);

        var figures = new[]
        {
            ("health", "flowing"), ("LUFS", "-18.2"), ("lag ms", "1235"), ("dropped", "1440"), ("overrun", "480"), ("shed", "480"),
        };
        foreach (var (title, value) in figures)
        {
            var head = Array.FindIndex(lines, l => l.Contains(title, StringComparison.Ordinal));
            var (at, row) = (lines[head].IndexOf(title, StringComparison.Ordinal), lines[head + 1]);
            Assert.True(Overlap(at, title, row, value), $"{lines[head]}\n{row}");
        }
    }

    [Fact]
    public void A_server_that_does_not_answer_is_named() =>
        Assert.Contains("does not answer",
            TopView.Lines(Report(0, 0, 0, 0) with { IsConnected = false }, Width, Height)[0], StringComparison.Ordinal);

    private static bool Overlap(int at, string title, string row, string value)
    {
        for (var i = row.IndexOf(value, StringComparison.Ordinal); i >= 0; i = row.IndexOf(value, i + 1, StringComparison.Ordinal))
        {
            if (i < at + title.Length && i + value.Length > at) return true;
        }

        return false;
    }

    private static string[] Draw(int streams, int sessions, int recordings, long lost) =>
        [.. TopView.Lines(Report(streams, sessions, recordings, lost), Width, Height).Select(Markup.Remove)];

    private static TopReport Report(int streams, int sessions, int recordings, long lost)
    {
        StreamStatus[] all = [.. Enumerable.Range(0, streams).Select(i => Stream(i, lost))];
        var meter = new StreamMeters([-12.5, null], [-15.1, null], -12, -18.2, -18, -18, 3, false,
            new Dictionary<string, ReaderMeter> { ["1"] = new(1234.5, 123, ReaderState.Congested, lost) });
        return new TopReport("http://studio-with-a-long-name.example.org:7480/", true, "0.1.0",
            all, all.ToDictionary(s => s.Name, _ => meter),
            [.. Enumerable.Range(0, sessions).Select(i => Session(i, lost))], [.. Enumerable.Range(0, recordings).Select(Recording)]);
    }

    private static StreamStatus Stream(int i, long lost) => new(
        i % 2 == 0 ? $"s{i}" : $"a stream with a very long name 声の部屋 {i}", "tone:440", "generator",
        i % 3 == 2 ? StreamHealth.Recovering : StreamHealth.Flowing, "",
        48_000, 2, "stereo", 10, DateTimeOffset.UnixEpoch, new CaptureStatus(1, 480, 0, 0, 0, 0, 0),
        new DeliveryStatus(0, 0, 0, 0, []), new RingStatus(100),
        [new ReaderStatus("1", "opus 96 kb/s, 20 ms, redundant", "encoder",
            ReaderState.Congested, 123, 1234, 200, 1, 1, 0, new DropStatus(lost, lost, lost, 0), null, null, null, null)],
        30);

    private static SessionStatus Session(int i, long lost) => new(
        $"{i}", "websocket", "a stream with a very long name", "[2001:db8:1234:5678::1]:65535", null, DateTimeOffset.UnixEpoch,
        "opus 96 kb/s with redundancy", null,
        1, 1, 0.1, 2, 3, lost, "connected");

    private static RecordingStatus Recording(int i) => new(
        $"a recording with a very long name {i}", "a stream with a very long name", "x.wav", RecordingState.Running,
        DateTimeOffset.UnixEpoch, 123_456, 1, 0, [], null,
        "wav", 2, 48_000, -1, -18);
}
