using Continuo.Audio;
using Continuo.Metering;
using Continuo.Mixing;
using static Continuo.Tests.Mixing.MixRun;

namespace Continuo.Tests.Mixing;

/// <summary>What inputs do and fail to do, heard through a mixer.</summary>
public class TrackInputTests
{
    private static readonly MixerOptions Plain = new() { Limiter = null, MasterMeters = MeterParts.None, TrackMeters = MeterParts.None };

    [Theory]
    [InlineData(16)]
    [InlineData(64)]
    [InlineData(480)]
    [InlineData(2048)]
    public void An_input_that_fails_fades_out_and_in_again_without_a_click(int block)
    {
        var signal = Sine(block * 60, 440, 0.5f);
        var (output, counts) = Run(block, 60, (track, i) =>
        {
            if (i % 10 is not (4 or 5 or 6)) track.Deliver(signal.AsSpan(i * block * 2, block * 2));
        });
        AssertNoStep(output, 0.04f);
        Assert.Equal(new TrackStatistics(60, 6, 18, 18 * block, 0), counts);
        Assert.True(output.AsSpan(block * 2 * 2, block * 2).ContainsAnyExcept(0f));
    }

    [Fact]
    public void A_lost_input_is_silent_after_5_ms()
    {
        var signal = Sine(480 * 4, 440, 0.5f);
        var (output, _) = Run(480, 4, (track, i) =>
        {
            if (i < 2) track.Deliver(signal.AsSpan(i * 960, 960));
        });
        Assert.NotEqual(0, output[960 * 2 + 200]);
        Assert.All(output[(960 * 2 + 480)..], sample => Assert.Equal(0, sample));
    }

    [Fact]
    public void A_block_that_comes_in_part_is_used_as_far_as_it_goes()
    {
        var signal = Sine(480 * 20, 440, 0.5f);
        var (output, counts) = Run(480, 20, (track, i) => track.Deliver(signal.AsSpan(i * 960, i == 10 ? 500 : 960)));
        AssertNoStep(output, 0.04f);
        Assert.Equal(signal[(960 * 3)..(960 * 10 + 500)], output[(960 * 3)..(960 * 10 + 500)]);
        Assert.Equal(new TrackStatistics(20, 1, 1, 480 - 250, 0), counts);
    }

    [Fact]
    public void An_input_that_came_back_is_itself_again_after_5_ms()
    {
        var signal = Sine(480 * 20, 440, 0.5f);
        var (output, _) = Run(480, 20, (track, i) =>
        {
            if (i != 10) track.Deliver(signal.AsSpan(i * 960, 960));
        });
        Assert.Equal(signal[(960 * 11 + 480)..], output[(960 * 11 + 480)..]);
    }

    [Fact]
    public void A_break_fades_over()
    {
        // A jump by half a period: the worst there is.
        var signal = Sine(480 * 20, 400, 0.5f);
        var (output, counts) = Run(480, 20, (track, i) =>
        {
            if (i == 10) track.Break();
            track.Deliver(signal.AsSpan(i < 10 ? i * 960 : i * 960 - 120, 960));
        });
        AssertNoStep(output, 0.04f);
        Assert.Equal(0, counts.Dropouts);
    }

    [Fact]
    public void An_end_is_silence_and_no_fault_and_the_start_after_it_is_exact()
    {
        var signal = Sine(480 * 3, 440, 0.5f);
        var (output, counts) = Run(480, 6, (track, i) =>
        {
            if (i == 1)
            {
                track.Deliver(signal.AsSpan(0, 600));
                track.End();
            }

            if (i == 4) track.Deliver(signal.AsSpan(0, 960));
        }, fadeIn: false);
        Assert.All(output[(960 + 600)..(960 * 4)], sample => Assert.Equal(0, sample));
        Assert.Equal(signal[..960], output[(960 * 4)..(960 * 5)]);
        Assert.Equal(1, counts.Dropouts); // after the second start, which had no end
    }

    [Fact]
    public void An_input_that_never_came_is_not_late()
    {
        var (output, counts) = Run(480, 10, (_, _) => { });
        Assert.All(output, sample => Assert.Equal(0, sample));
        Assert.Equal(new TrackStatistics(10, 0, 0, 0, 0), counts);
    }

    [Fact]
    public void The_first_audio_fades_in_unless_it_is_to_be_exact()
    {
        var ones = new float[960];
        Array.Fill(ones, 1f);
        var (soft, _) = Run(480, 2, (track, _) => track.Deliver(ones));
        var (exact, _) = Run(480, 2, (track, _) => track.Deliver(ones), fadeIn: false);
        Assert.Equal(0, soft[0], 0.01f);
        Assert.Equal(1, soft[960]);
        Assert.All(exact, sample => Assert.Equal(1, sample));
    }

    [Fact]
    public void A_block_may_be_delivered_in_pieces_and_what_is_too_much_is_counted()
    {
        var signal = Sine(480 * 2, 440, 0.5f);
        var mixer = new Mixer(AudioFormat.Default, Plain with { MaxBlockFrames = 600 });
        var track = mixer.AddTrack("a", fadeIn: false);
        Assert.Equal(100, track.Deliver(signal.AsSpan(0, 200)));
        Assert.Equal(400, track.Deliver(signal.AsSpan(200, 800)));
        Assert.Equal(100, track.Deliver(signal.AsSpan(1000, 400)));
        var output = new float[960];
        mixer.Render(output);
        Assert.Equal(signal[..960], output);
        Assert.Equal(100 + 120, track.Statistics.SurplusFrames);
    }

    private static (float[] Output, TrackStatistics Statistics) Run(
        int block, int blocks, Action<MixTrack, int> deliver, bool fadeIn = true)
    {
        var mixer = new Mixer(AudioFormat.Default, Plain);
        var track = mixer.AddTrack("a", fadeIn: fadeIn);
        var output = new float[block * blocks * 2];
        for (var i = 0; i < blocks; i++)
        {
            deliver(track, i);
            mixer.Render(output.AsSpan(i * block * 2, block * 2));
        }

        return (output, track.Statistics);
    }
}
