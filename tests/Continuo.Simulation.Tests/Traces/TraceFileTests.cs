using Continuo.Audio;
using Continuo.Simulation.Scenarios;
using Continuo.Simulation.Traces;

namespace Continuo.Simulation.Tests.Traces;

public sealed class TraceFileTests
{
    [Theory]
    [InlineData("duplicates")]
    [InlineData("loss-20")]
    [InlineData("talk-and-pause")]
    [InlineData("drift-fast")]
    public void What_is_written_is_read_again(string name)
    {
        var trace = ScenarioLibrary.Find(name).Trace(3, TimeSpan.FromSeconds(20), copies: 2);
        var text = new StringWriter();
        TraceFile.Write(text, trace);
        var again = TraceFile.Parse(new StringReader(text.ToString()), "file.csv");
        Assert.Equal(trace.Packets, again.Packets);
        Assert.Equal((trace.Name, trace.SampleRate, trace.FramesPerPacket), (again.Name, again.SampleRate, again.FramesPerPacket));
    }

    [Fact]
    public void Three_columns_are_enough()
    {
        var trace = TraceFile.Parse(new StringReader("arrival_ms,sequence,send_ms\n30.5,0,0\nlost,1,20\n70,2,40\n"), "/tmp/mine.csv");
        Assert.Equal("mine", trace.Name);
        Assert.Equal(
            [new TracePacket(0, 0, 0, 30_500_000), new(1, 960, 20_000_000, TracePacket.Lost), new(2, 1920, 40_000_000, 70_000_000)],
            trace.Packets);
        Assert.Equal(30_000_000, trace.MinDelay);
    }

    [Theory]
    [InlineData("", "no packets")]
    [InlineData("sequence,send_ms\n", "'arrival_ms' is missing")]
    [InlineData("sequence,send_ms,arrival_ms,colour\n", "'colour' is not a column")]
    [InlineData("sequence,send_ms,arrival_ms\n0,0\n", "line 2: it has 2 of 3 columns")]
    [InlineData("sequence,send_ms,arrival_ms\n0,0,then\n", "line 2: arrival_ms 'then'")]
    [InlineData("sequence,send_ms,arrival_ms\n0,0,NaN\n", "line 2: arrival_ms 'NaN'")]
    [InlineData("sequence,send_ms,arrival_ms\n0,50,40\n", "arrives before it is sent")]
    [InlineData("sequence,send_ms,arrival_ms\n5,0,1\n", "first packet's sequence")]
    [InlineData("sequence,send_ms,arrival_ms\n0,0,1\n2,40,50\n", "does not follow")]
    [InlineData("sequence,send_ms,arrival_ms\n0,20,21\n1,10,50\n", "sent before the one before it")]
    [InlineData("sequence,send_ms,arrival_ms,media_time\n0,0,1,0\n1,20,50,100\n", "overlaps")]
    [InlineData("# frames-per-packet: none\nsequence,send_ms,arrival_ms\n0,0,1\n", "frames-per-packet 'none'")]
    [InlineData("# sample-rate: 1\nsequence,send_ms,arrival_ms\n0,0,1\n", "sample-rate '1'")]
    [InlineData("# receiver-ppm: 1e9\nsequence,send_ms,arrival_ms\n0,0,1\n", "receiver-ppm '1e9'")]
    public void What_is_wrong_is_reported_with_its_line(string text, string expected)
    {
        var e = Assert.Throws<AudioException>(() => TraceFile.Parse(new StringReader(text), "file.csv"));
        Assert.Contains(expected, e.Message);
    }

    [Fact]
    public void A_missing_file_is_a_clear_error() =>
        Assert.Equal(AudioErrorCode.NotFound, Assert.Throws<AudioException>(() => TraceFile.Read("/nowhere/trace.csv")).Code);

    [Fact]
    public void Whatever_a_file_holds_nothing_else_is_thrown()
    {
        var random = new Random(1);
        var text = new StringWriter();
        TraceFile.Write(text, ScenarioLibrary.Find("loss-20").Trace(3, TimeSpan.FromSeconds(1)));
        var good = text.ToString();
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = good.ToCharArray();
            for (var k = random.Next(1, 6); k > 0; k--) bytes[random.Next(bytes.Length)] = (char)random.Next(32, 127);
            try
            {
                Assert.NotEmpty(TraceFile.Parse(new StringReader(new string(bytes)), "mutated.csv").Packets);
            }
            catch (AudioException e)
            {
                Assert.Equal(AudioErrorCode.InvalidArgument, e.Code);
            }
        }
    }
}
