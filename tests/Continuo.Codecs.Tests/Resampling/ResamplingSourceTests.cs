using Continuo.Audio;
using Continuo.Codecs.Resampling;
using Continuo.Sources;

namespace Continuo.Codecs.Tests.Resampling;

public sealed class ResamplingSourceTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(100);
    private static readonly float[] Tone = Signals.Sine(440, 44_100, 44_100);

    [Fact]
    public void A_source_at_the_wanted_rate_passes_through_untouched()
    {
        using var source = Opened(48_000, SourceRead.Data(100, 7), SourceRead.Idle(9));
        var block = new float[480];
        Assert.Equal(SourceRead.Data(100, 7), source.Read(block, Timeout));
        Assert.Equal(Tone[..100], block[..100]);
        Assert.Equal(SourceRead.Idle(9), source.Read(block, Timeout));
    }

    [Fact]
    public void All_of_a_source_comes_out_at_the_wanted_rate_and_then_the_end()
    {
        using var source = Opened(44_100, [.. Enumerable.Repeat((object)SourceRead.Data(441), 100)]);
        var output = new List<float>();
        Assert.Equal(SourceStatus.End, Drain(source, output, []).Status);
        Assert.Equal(48_000, source.Format.SampleRate);
        using var whole = new Resampler(44_100, 48_000, 1);
        Assert.Equal(Signals.Resample(whole, Tone), output);
        Assert.Equal(48_000, output.Count);
        Assert.Equal(SourceStatus.End, source.Read(new float[480], Timeout).Status);
    }

    [Fact]
    public void Nothing_yet_is_passed_on_and_disturbs_nothing()
    {
        using var source = Opened(44_100, SourceRead.Data(441), SourceRead.Nothing, SourceRead.Data(441), SourceRead.Nothing);
        var output = new List<float>();
        for (var i = 0; i < 2; i++) Assert.Equal(SourceStatus.Nothing, Drain(source, output, []).Status);
        Drain(source, output, []);
        using var whole = new Resampler(44_100, 48_000, 1);
        Assert.Equal(Signals.Resample(whole, Tone.AsSpan(0, 882)), output);
    }

    [Fact]
    public void A_gap_keeps_its_place_and_the_timeline_its_length()
    {
        var steps = new List<object>();
        for (var i = 0; i < 50; i++)
        {
            steps.Add(new SourceRead(SourceStatus.Data, 441, -1, i % 10 == 5 ? 101 : 0, i % 10 == 5 ? GapReason.Device : GapReason.None));
        }

        using var source = Opened(44_100, [.. steps]);
        var reads = new List<SourceRead>();
        var output = new List<float>();
        Drain(source, output, reads);
        Assert.Equal(5, reads.Count(r => r.GapFrames > 0));
        Assert.All(reads.Where(r => r.GapFrames > 0), r => Assert.Equal(GapReason.Device, r.GapReason));
        Assert.Equal(Math.Round(((50 * 441) + 505) * 48_000.0 / 44_100), output.Count + reads.Sum(r => r.GapFrames));

        var before = reads.TakeWhile(r => r.GapFrames == 0).Sum(r => r.Frames);
        Assert.Equal(5 * 480, before);
    }

    [Fact]
    public void The_capture_time_is_that_of_the_resampled_frame()
    {
        const long Start = 5_000_000_000;
        var format = new AudioFormat(44_100, 1);
        var steps = Enumerable.Range(0, 60).Select(i => (object)SourceRead.Data(441, Start + format.ToNanoseconds(i * 441))).ToArray();
        using var source = Opened(44_100, steps);
        var reads = new List<SourceRead>();
        Drain(source, [], reads);
        long position = 0;
        foreach (var read in reads)
        {
            Assert.InRange(read.CaptureTime - (Start + source.Format.ToNanoseconds(position)), -2, 2);
            position += read.Frames;
        }
    }

    [Theory]
    [InlineData(SourceStatus.Idle)]
    [InlineData(SourceStatus.Lost)]
    public void Before_a_pause_or_a_loss_everything_read_comes_out(SourceStatus status)
    {
        using var source = Opened(44_100, SourceRead.Data(441), new SourceRead(status, 0, 77), SourceRead.Data(441));
        var output = new List<float>();
        Assert.Equal(new SourceRead(status, 0, 77), Drain(source, output, []));
        Assert.Equal(480, output.Count);
        Drain(source, output, []);
        Assert.Equal(960, output.Count);
    }

    [Fact]
    public void A_failure_is_thrown_after_everything_read_has_come_out()
    {
        using var source = Opened(44_100, SourceRead.Data(441), new AudioException(AudioErrorCode.NotAudio, "x", "y", "z"));
        var output = new List<float>();
        var failure = Assert.Throws<AudioException>(() => Drain(source, output, []));
        Assert.Equal(AudioErrorCode.NotAudio, failure.Code);
        Assert.Equal(480, output.Count);
        Assert.Equal(SourceStatus.End, source.Read(new float[480], Timeout).Status);
    }

    [Fact]
    public void Opened_again_it_starts_again()
    {
        using var source = Opened(44_100, SourceRead.Data(441), SourceRead.Data(441));
        var first = new List<float>();
        Drain(source, first, []);
        source.Open();
        var second = new List<float>();
        Drain(source, second, []);
        Assert.Equal(first, second);
    }

    [Fact]
    public void Interrupting_and_disposing_reach_the_source()
    {
        var inner = new ScriptedSource(44_100, Tone);
        var source = new ResamplingSource(inner, 48_000);
        source.Interrupt();
        source.Dispose();
        Assert.Equal((1, 1), (inner.Interrupts, inner.Disposals));
    }

    private static ResamplingSource Opened(int rate, params object[] steps)
    {
        var source = new ResamplingSource(new ScriptedSource(rate, Tone, steps), 48_000);
        source.Open();
        return source;
    }

    /// <summary>Reads until something else than data comes.</summary>
    private static SourceRead Drain(ResamplingSource source, List<float> output, List<SourceRead> reads)
    {
        var block = new float[100];
        while (true)
        {
            var read = source.Read(block, Timeout);
            if (read.Status != SourceStatus.Data) return read;
            reads.Add(read);
            output.AddRange(block.AsSpan(0, read.Frames));
        }
    }
}
