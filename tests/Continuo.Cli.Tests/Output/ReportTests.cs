using System.Text.Json;
using Continuo.Audio;
using Continuo.Cli.Output;
using Continuo.Cli.Reports;
using Continuo.Cli.Reports.Network;
using Continuo.Diagnostics;

namespace Continuo.Cli.Tests.Output;

public sealed class ReportTests
{
    [Fact]
    public void An_error_is_one_object_with_code_message_and_remedy()
    {
        var failure = FailureReport.Of(new AudioException(AudioErrorCode.NotFound, "app:mpv", "it isn't there\nreally", "Start it"));
        var json = JsonSerializer.Serialize(new FailureDocument(failure), ReportJson.Readable.FailureDocument);

        Assert.Equal("""{"error":{"code":"NotFound","message":"app:mpv: it isn't there really. Start it.","asked":"app:mpv","happened":"it isn't there\nreally","remedy":"Start it"}}""", json);
    }

    [Fact]
    public void An_unexpected_exception_is_reported_in_one_line_without_its_stack()
    {
        var failure = FailureReport.Of(new InvalidOperationException("first\nsecond"));
        Assert.Equal(("Unexpected", "internal error: first second. Run it again with --verbose and report the stack trace."),
            (failure.Code, failure.Message));
    }

    [Fact]
    public void Latencies_are_in_milliseconds()
    {
        var histogram = new LogHistogram();
        histogram.Record(2_000_000);

        Assert.Equal("""{"p50":2,"p99":2,"p999":2,"max":2}""",
            JsonSerializer.Serialize(LatencyReport.Of(histogram.Snapshot()), ReportJson.Readable.LatencyReport));
    }

    [Fact]
    public void The_bars_of_a_histogram_hold_every_chunk_once()
    {
        var histogram = new LogHistogram();
        foreach (var nanoseconds in new long[] { 10_000, 60_000, 70_000, 3_000_000, 40_000_000 }) histogram.Record(nanoseconds);
        var bars = HistogramBarReport.Of(histogram.Snapshot());

        Assert.Equal([1, 2, 0, 0, 0, 0, 1, 0, 0, 1], bars.Select(b => b.Chunks));
        Assert.Null(bars[^1].UpToMs);
    }

    [Fact]
    public void What_the_system_refuses_is_no_mistake_of_the_program()
    {
        Assert.Equal(("InputOutput", "the system: Too many open files. Check the limits with 'ulimit -a' and the disk with 'df'."),
            Told(new IOException("Too many open files")));
        Assert.Equal("AccessDenied", Told(new UnauthorizedAccessException("no")).Code);
        Assert.Equal("NotFound", Told(new AggregateException(new FileNotFoundException("gone"))).Code);

        static (string Code, string Message) Told(Exception e) => (FailureReport.Of(e).Code, FailureReport.Of(e).Message);
    }

    [Theory]
    [InlineData(-622.0, null)]
    [InlineData(double.NegativeInfinity, null)]
    [InlineData(double.NaN, null)]
    [InlineData(-12.3456, -12.35)]
    public void Silence_has_no_number(double db, double? shown) => Assert.Equal(shown, LoudnessReport.Level(db));
}
