using Continuo.Audio;
using Continuo.Clocks;

namespace Continuo.Tests.Clocks;

public class RateMatcherTests
{
    private const long Ms = 1_000_000;
    private const int Block = 480;
    private static readonly AudioFormat Mono = new(48_000, 1);

    [Fact]
    public void The_delay_is_what_the_blocks_need_and_two_milliseconds_at_most()
    {
        var line = new Line();
        line.Run(100);
        Assert.InRange(line.Matcher.TargetFrames, 2 * Block + 24, 2 * Block + 96);
        Assert.Equal(line.Matcher.TargetFrames, line.Matcher.DelayFrames, 1.0);
        Assert.Equal(0, line.Matcher.Statistics.Missing);
    }

    [Fact]
    public void A_longer_delay_is_held_as_asked_for()
    {
        var line = new Line(new RateMatcherOptions { TargetDelay = TimeSpan.FromMilliseconds(50) });
        line.Run(300);
        Assert.Equal(2400, line.Matcher.DelayFrames, 1.0);
        Assert.Equal(2400, line.HeardDelay(), 1.0);
    }

    [Fact]
    public void Missing_audio_is_reported_and_what_comes_after_keeps_its_time()
    {
        var line = new Line();
        line.Run(100);
        line.Run(20, writes: false);
        var missing = line.Matcher.Statistics.Missing;
        line.Run(100);
        Assert.Equal(1, line.Matcher.Statistics.Underruns);
        Assert.InRange(line.Matcher.Statistics.Missing, missing, 22 * Block);
        Assert.Equal(line.Matcher.TargetFrames, line.HeardDelay(), 1.0);
    }

    [Fact]
    public void After_a_gap_in_the_writing_what_follows_is_read_when_its_time_comes()
    {
        var line = new Line(new RateMatcherOptions { TargetDelay = TimeSpan.FromMilliseconds(60) });
        line.Run(100);
        line.LoseWrites(3);
        line.Matcher.Break();
        line.Run(50);
        Assert.Equal(0, line.Matcher.Statistics.Underruns);
        Assert.InRange(line.Matcher.Statistics.Missing, 3 * Block - 48, 5 * Block);
        Assert.Equal(2880, line.HeardDelay(), 1.0);
    }

    [Fact]
    public void Delay_that_has_piled_up_is_skipped_and_counted()
    {
        var line = new Line();
        line.Run(100);
        line.Run(30, reads: false);
        line.Run(200);
        Assert.Equal(1, line.Matcher.Statistics.Jumps);
        Assert.InRange(line.Matcher.Statistics.Skipped, 29 * Block, 33 * Block);
        Assert.Equal(line.Matcher.TargetFrames, line.HeardDelay(), 1.0);
    }

    [Fact]
    public void A_reader_that_catches_up_at_once_loses_nothing()
    {
        var line = new Line(new RateMatcherOptions { TargetDelay = TimeSpan.FromMilliseconds(30) });
        line.Run(1000);
        line.Run(20, reads: false);
        line.CatchUp(20);
        line.Run(200);
        var counts = line.Matcher.Statistics;
        Assert.Equal((0L, 0L, 0L), (counts.Missing, counts.Underruns, counts.Jumps));
        Assert.Equal(1440, line.HeardDelay(), 24.0);
    }

    [Fact]
    public void Without_a_reader_the_oldest_is_given_up()
    {
        var line = new Line();
        line.Run(1000, reads: false);
        Assert.InRange(line.Matcher.WaitingFrames, 0, Mono.SampleRate * 1.3);
        Assert.Equal(1000 * Block, line.Matcher.Statistics.Skipped + line.Matcher.WaitingFrames, 2.0);
        line.Run(200);
        Assert.Equal(line.Matcher.TargetFrames, line.HeardDelay(), 1.0);
    }

    [Fact]
    public void Times_of_another_world_are_no_delay()
    {
        var matcher = new RateMatcher(Mono);
        var block = new float[Block];
        for (var i = 0; i < 100; i++)
        {
            matcher.Write(block, i * 10 * Ms, (i + 10_001) * 10 * Ms);
            matcher.Read(block, (i + 10_001) * 10 * Ms + Ms);
        }

        Assert.InRange(matcher.DelayFrames, 2 * Block, 2 * Block + 96);
        Assert.Equal(0, matcher.Statistics.Underruns);
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        var line = new Line();
        line.Run(100);
        Assert.Equal(0, LeastAllocated.Bytes(() => line.Run(1)));
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        var options = new RateMatcherOptions { TargetDelay = TimeSpan.FromSeconds(1) };
        Assert.Equal(AudioErrorCode.InvalidArgument, Assert.Throws<AudioException>(() => new RateMatcher(Mono, options)).Code);
    }

    /// <summary>Blocks of 10 ms, written when they are complete and read 1 ms later; each sample says which frame it is.</summary>
    private sealed class Line(RateMatcherOptions? options = null)
    {
        private const int Period = 1 << 20;
        private readonly float[] _block = new float[Block];
        private long _tick;
        private double _heardDelay;

        public RateMatcher Matcher { get; } = new(Mono, options);

        public void Run(int blocks, bool writes = true, bool reads = true)
        {
            for (var i = 0; i < blocks; i++)
            {
                _tick++;
                if (writes) Write();
                if (reads) Read();
            }
        }

        public void LoseWrites(int blocks)
        {
            for (var i = 0; i < blocks; i++)
            {
                _tick++;
                Read();
            }
        }

        /// <summary>Reads late what should have been read at its time.</summary>
        public void CatchUp(int blocks)
        {
            for (var i = 0; i < blocks; i++) Read();
        }

        public double HeardDelay() => _heardDelay;

        private void Write()
        {
            for (var i = 0; i < Block; i++) _block[i] = (float)((_tick - 1) * Block + i) / Period;
            Matcher.Write(_block, (_tick - 1) * 10 * Ms, _tick * 10 * Ms);
        }

        private void Read()
        {
            var read = Matcher.Read(_block, _tick * 10 * Ms + Ms);
            if (read == Block) _heardDelay = _tick * Block + 48 - (double)_block[0] * Period;
        }
    }
}
