using Continuo.Dsp;
using Continuo.Mixing;
using FsCheck.Fluent;

namespace Continuo.Tests.Mixing;

public unsafe class GainRampTests
{
    private const int Length = 4096;

    [Fact]
    public void Any_split_into_blocks_gives_the_same_bits()
    {
        var splits = Gen.Choose(1, 700).ListOf(40).ToArbitrary();
        Prop.ForAll(splits, sizes => Run([.. sizes]).SequenceEqual(Run([Length]))).Holds();
    }

    [Fact]
    public void Applying_in_place_equals_mixing()
    {
        var (samples, ramp) = Start();
        ramp.MoveTo([0.25f, 2]);
        var mixed = new float[Length * 2];
        MixKernels.Mix([ramp.Over(samples.First)], mixed, 2);
        ramp.Apply(samples.Span);
        Assert.Equal(mixed, samples.Span.ToArray());
    }

    [Fact]
    public void It_arrives_exactly_and_in_time()
    {
        var ramp = new GainRamp(2, 480, 0.3f);
        ramp.MoveTo([0.7f, 0.1f]);
        ramp.Advance(479);
        Assert.True(ramp.IsMoving);
        Assert.NotEqual(0.7f, ramp.Current(0));
        ramp.Advance(1);
        Assert.False(ramp.IsMoving);
        Assert.Equal(0.7f, ramp.Current(0));
        Assert.Equal(0.1f, ramp.Current(1));
    }

    [Theory]
    [InlineData(64)]
    [InlineData(512)]
    [InlineData(4096)]
    public void The_ramp_takes_10_ms_at_any_block_size(int block)
    {
        var ramp = new GainRamp(1, GainRamp.FramesAt(48_000), 0);
        ramp.MoveTo(1);
        var samples = new float[Length];
        Array.Fill(samples, 1f);
        for (var at = 0; at < Length; at += block) ramp.Apply(samples.AsSpan(at, block));
        Assert.Equal(480, Array.IndexOf(samples, 1f));
    }

    [Fact]
    public void A_new_target_in_mid_ramp_makes_no_step()
    {
        var random = new Random(7);
        var ramp = new GainRamp(1, 480, 0);
        var samples = new float[48_000];
        Array.Fill(samples, 1f);
        for (var at = 0; at < samples.Length;)
        {
            ramp.MoveTo(random.NextSingle());
            var frames = Math.Min(random.Next(1, 700), samples.Length - at);
            ramp.Apply(samples.AsSpan(at, frames));
            at += frames;
        }

        // No move is wider than 1, so no step is higher than 1/480, but for rounding.
        for (var i = 1; i < samples.Length; i++) Assert.True(Math.Abs(samples[i] - samples[i - 1]) < 1.001f / 480, $"a step at {i}");
    }

    [Fact]
    public void The_target_it_has_already_restarts_nothing()
    {
        var ramp = new GainRamp(1, 100, 0);
        ramp.MoveTo(1);
        ramp.Advance(60);
        ramp.MoveTo(1);
        ramp.Advance(40);
        Assert.Equal(1, ramp.Current(0));
        Assert.True(ramp.IsUnity);
    }

    [Fact]
    public void It_jumps_on_request_and_knows_when_it_is_silent()
    {
        var ramp = new GainRamp(2, 100, 1);
        ramp.MoveTo(0);
        Assert.False(ramp.IsSilent);
        ramp.Jump(0);
        Assert.True(ramp.IsSilent);
    }

    [Fact]
    public void Every_channel_goes_its_own_way_to_its_own_target()
    {
        var ramp = new GainRamp(2, 100, 0.5f);
        ramp.MoveTo([0, 1]);
        ramp.Advance(50);
        Assert.Equal((0.25, 0.75), (Math.Round(ramp.Current(0), 6), Math.Round(ramp.Current(1), 6)));
        Assert.Equal((0f, 1f), (ramp.Target(0), ramp.Target(1)));
    }

    [Fact]
    public void The_usual_ramp_takes_10_ms_and_at_least_a_frame() =>
        Assert.Equal((480, 441, 1), (GainRamp.FramesAt(48_000), GainRamp.FramesAt(44_100), GainRamp.FramesAt(10)));

    [Theory]
    [InlineData(0, 100)]
    [InlineData(-1, 100)]
    [InlineData(2, 0)]
    [InlineData(2, -1)]
    public void No_channels_and_no_time_are_refused(int channels, int frames) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new GainRamp(channels, frames));

    /// <summary>A gain that is sent elsewhere three times, at frames that are the same however the blocks are cut.</summary>
    private static float[] Run(int[] sizes)
    {
        var (samples, ramp) = Start();
        var output = new float[Length * 2];
        (int At, float[] Gains)[] moves = [(0, [0, 2]), (300, [1, 0.5f]), (1500, [0.1f, 0.2f])];
        var size = 0;
        for (var at = 0; at < Length;)
        {
            foreach (var move in moves.Where(m => m.At == at)) ramp.MoveTo(move.Gains);
            var next = moves.Select(m => m.At).Where(m => m > at).Append(Length).Min();
            var frames = Math.Min(next - at, sizes[size++ % sizes.Length]);
            MixKernels.Mix([ramp.Over(samples.First + at * 2)], output.AsSpan(at * 2, frames * 2), 2);
            ramp.Advance(frames);
            at += frames;
        }

        return output;
    }

    private static (AlignedSamples Samples, GainRamp Ramp) Start()
    {
        var random = new Random(3);
        var samples = new AlignedSamples(Length * 2);
        foreach (ref var sample in samples.Span) sample = random.NextSingle() - 0.5f;
        return (samples, new GainRamp(2, 480, 0.5f));
    }
}
