using Continuo.Diagnostics;

namespace Continuo.Tests.Diagnostics;

public sealed class LogHistogramTests
{
    private const int Samples = 1_000_000;

    [Theory]
    [InlineData("uniform")]
    [InlineData("exponential")]
    [InlineData("log-normal")]
    [InlineData("heavy tail")]
    [InlineData("two peaks")]
    [InlineData("constant")]
    [InlineData("small numbers")]
    [InlineData("whole range")]
    public void Quantiles_and_mean_of_a_million_samples_are_within_one_percent(string distribution)
    {
        var random = new Random(20_260_101);
        var histogram = new LogHistogram();
        var values = new long[Samples];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Draw(distribution, random);
            histogram.Record(values[i]);
        }

        Array.Sort(values);
        var snapshot = histogram.Snapshot();
        Assert.Equal(Samples, snapshot.Count);
        Assert.Equal(values[^1], snapshot.Max);
        AssertClose(values.Average(v => (double)v), snapshot.Mean);
        foreach (var q in new[] { 0, 0.001, 0.1, 0.25, 0.5, 0.9, 0.95, 0.99, 0.999, 0.9999 })
        {
            var rank = Math.Max(1, (int)Math.Ceiling(q * Samples));
            AssertClose(values[rank - 1], snapshot.Quantile(q));
        }

        Assert.Equal(snapshot.Quantile(0.5), snapshot.P50);
        Assert.Equal(snapshot.Quantile(0.9), snapshot.P90);
        Assert.Equal(snapshot.Quantile(0.99), snapshot.P99);
        Assert.Equal(snapshot.Quantile(0.999), snapshot.P999);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(1_000_003)]
    [InlineData(long.MaxValue - 1)]
    [InlineData(long.MaxValue)]
    public void A_single_number_is_its_own_minimum_median_and_maximum(long value)
    {
        var histogram = new LogHistogram();
        histogram.Record(value);
        var snapshot = histogram.Snapshot();
        Assert.Equal((value, value, value), (snapshot.Quantile(0), snapshot.P50, snapshot.Max));
        AssertClose(value, snapshot.Mean);
    }

    [Fact]
    public void Numbers_up_to_a_limit_are_counted()
    {
        var histogram = new LogHistogram();
        foreach (var value in new long[] { 0, 5, 5, 100, 1_000_000 }) histogram.Record(value);
        var snapshot = histogram.Snapshot();

        Assert.Equal(0, snapshot.CountUpTo(-1));
        Assert.Equal(1, snapshot.CountUpTo(0));
        Assert.Equal(1, snapshot.CountUpTo(4));
        Assert.Equal(3, snapshot.CountUpTo(5));
        Assert.Equal(4, snapshot.CountUpTo(900_000));
        Assert.Equal(5, snapshot.CountUpTo(long.MaxValue));
    }

    [Fact]
    public void The_middle_of_its_bucket_stands_for_every_number_within_the_stated_error()
    {
        for (var octave = 0; octave < 63; octave++)
        {
            for (var part = 0; part < 4096; part++)
            {
                var value = (1L << octave) + (long)((Int128)(1L << octave) * part / 4096);
                var middle = LogHistogram.MiddleOf(LogHistogram.BucketOf(value));
                Assert.True(Int128.Abs((Int128)middle - value) * 128 <= value, $"{middle} stands for {value}");
                Assert.Equal(LogHistogram.BucketOf(value), LogHistogram.BucketOf(middle));
            }
        }

        Assert.Equal(LogHistogram.BucketCount - 1, LogHistogram.BucketOf(long.MaxValue));
    }

    [Fact]
    public void A_negative_number_counts_as_zero()
    {
        var histogram = new LogHistogram();
        histogram.Record(long.MinValue);
        histogram.Record(-1);
        var snapshot = histogram.Snapshot();
        Assert.Equal((2, 0, 0), (snapshot.Count, snapshot.Max, snapshot.P50));
    }

    [Fact]
    public void An_empty_histogram_says_zero()
    {
        var snapshot = new LogHistogram().Snapshot();
        Assert.Equal((0, 0, 0, 0), (snapshot.Count, snapshot.Mean, snapshot.P50, snapshot.Max));
    }

    [Fact]
    public void Subtracting_an_earlier_snapshot_leaves_what_came_since()
    {
        var histogram = new LogHistogram();
        for (var i = 0; i < 1000; i++) histogram.Record(1_000_000);
        var earlier = histogram.Snapshot();
        for (var i = 1; i <= 100; i++) histogram.Record(i);
        var since = histogram.Snapshot();
        since.Subtract(earlier);
        Assert.Equal((100, 50, 99, 100), (since.Count, since.P50, since.P99, since.Max));
        Assert.Equal(50.5, since.Mean);
    }

    [Fact]
    public void The_largest_of_a_difference_is_within_the_stated_error()
    {
        var histogram = new LogHistogram();
        histogram.Record(long.MaxValue);
        var earlier = histogram.Snapshot();
        histogram.Record(123_456_789);
        var since = histogram.Snapshot();
        since.Subtract(earlier);
        AssertClose(123_456_789, since.Max);
    }

    [Fact]
    public void Snapshots_of_two_histograms_add_up_to_one()
    {
        var (one, other, both) = (new LogHistogram(), new LogHistogram(), new LogHistogram());
        for (var i = 0; i < 10_000; i++)
        {
            (i % 3 == 0 ? one : other).Record(i * 7L);
            both.Record(i * 7L);
        }

        var sum = new HistogramSnapshot();
        sum.CopyFrom(one.Snapshot());
        sum.Add(other.Snapshot());
        var expected = both.Snapshot();
        Assert.Equal(
            (expected.Count, expected.P50, expected.P999, expected.Max, expected.Mean),
            (sum.Count, sum.P50, sum.P999, sum.Max, sum.Mean));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void A_quantile_outside_its_range_is_refused(double q)
    {
        var snapshot = new HistogramSnapshot();
        Assert.Throws<ArgumentOutOfRangeException>(() => snapshot.Quantile(q));
    }

    [Fact]
    public void Snapshots_taken_while_the_writer_records_never_go_back_and_miss_nothing_in_the_end()
    {
        var histogram = new LogHistogram();
        var (last, now) = (new HistogramSnapshot(), new HistogramSnapshot());
        long expected = 0;
        var writer = new Thread(() =>
        {
            for (var i = 0; i < Samples; i++) histogram.Record((i & 7) << 20);
            Volatile.Write(ref expected, Samples);
        });
        writer.Start();
        long written;
        do
        {
            written = Volatile.Read(ref expected);
            histogram.CopyTo(now);
            Assert.True(now.Count >= last.Count && now.Count >= written);
            for (var i = 0; i < now.Counts.Length; i++) Assert.True(now.Counts[i] >= last.Counts[i]);
            if (now.Count > 0) Assert.InRange(now.Max, 0, 7 << 20);
            (last, now) = (now, last);
        }
        while (written == 0);

        writer.Join();
        Assert.Equal(Samples, last.Count);
        Assert.Equal(7 << 20, last.Max);
    }

    [Fact]
    public void Recording_and_observing_allocate_nothing()
    {
        var histogram = new LogHistogram();
        var snapshot = histogram.Snapshot();
        var last = histogram.Snapshot();
        long p99 = 0;
        Assert.Equal(0, LeastAllocated.Bytes(() =>
        {
            for (var i = 0; i < 10_000; i++) histogram.Record(i);
            histogram.CopyTo(snapshot);
            p99 = snapshot.P99;
            snapshot.Subtract(last);
            snapshot.Add(last);
            last.CopyFrom(snapshot);
        }, calls: 1));
        AssertClose(9_899, p99);
    }

    private static void AssertClose(double exact, double actual) =>
        Assert.True(Math.Abs(actual - exact) <= exact * LogHistogram.MaxRelativeError, $"{actual} instead of {exact}");

    private static long Draw(string distribution, Random random)
    {
        var u = 1 - random.NextDouble();
        var normal = Math.Sqrt(-2 * Math.Log(u)) * Math.Cos(2 * Math.PI * random.NextDouble());
        return distribution switch
        {
            "uniform" => random.NextInt64(10_000_000),
            "exponential" => (long)(-Math.Log(u) * 50_000),
            "log-normal" => (long)Math.Exp(11 + 1.5 * normal),
            "heavy tail" => (long)(1_000 * Math.Pow(u, -1.2)),
            "two peaks" => (random.Next(100) < 97 ? 20_000 : 9_000_000) + (long)(1_000 * normal),
            "constant" => 10_000_019,
            "small numbers" => random.Next(3),
            "whole range" => (long)Math.Pow(2, 62.99 * u),
            _ => throw new ArgumentOutOfRangeException(nameof(distribution), distribution, "unknown distribution"),
        };
    }
}
