using Continuo.Audio;
using Continuo.Mixing;
using static Continuo.Tests.Mixing.MixRun;

namespace Continuo.Tests.Mixing;

/// <summary>Changes of gain, mute and solo are ramps of 10 ms.</summary>
public class MixerGainTests
{
    [Theory]
    [InlineData(64)]
    [InlineData(512)]
    [InlineData(1024)]
    [InlineData(4096)]
    public void Gain_steps_mute_and_solo_are_the_same_ramp_at_any_block_size(int block)
    {
        Assert.Equal(Steps(4096), Steps(block));

        static float[] Steps(int block)
        {
            const int Period = 4096;
            var mixer = new Mixer(AudioFormat.Default, Plain);
            var (track, other) = (mixer.AddTrack("a", fadeIn: false), mixer.AddTrack("b"));
            Action[] changes =
            [
                () => track.Settings = new TrackSettings { GainDb = -12 },
                () => track.Settings = new TrackSettings { GainDb = 6, Pan = 0.5 },
                () => track.Settings = new TrackSettings { Mute = true },
                () => track.Settings = new TrackSettings(),
                () => other.Settings = new TrackSettings { Solo = true },
                () => mixer.Change(() => (other.Settings, mixer.Master) = (new TrackSettings(), new FaderSettings { GainDb = -3 })),
            ];
            var output = new float[Period * changes.Length * 2];
            var ones = new float[block * 2];
            Array.Fill(ones, 1f);
            for (var at = 0; at < output.Length; at += block * 2)
            {
                if (at % (Period * 2) == 0) changes[at / (Period * 2)]();
                track.Deliver(ones);
                mixer.Render(output.AsSpan(at, block * 2));
            }

            return output;
        }
    }

    [Theory]
    [InlineData(64)]
    [InlineData(512)]
    [InlineData(4096)]
    public void A_gain_step_leaves_no_zipper_in_the_spectrum(int block)
    {
        var input = Sine(16_384, 997, 0.5f);
        var mixer = new Mixer(AudioFormat.Default, Plain);
        var track = mixer.AddTrack("a", fadeIn: false);
        var output = new float[input.Length];
        for (var at = 0; at < input.Length; at += block * 2)
        {
            if (at == 8192 * 2) track.Settings = new TrackSettings { GainDb = -20 };
            track.Deliver(input.AsSpan(at, block * 2));
            mixer.Render(output.AsSpan(at, block * 2));
        }

        // The same step at once, as the measure of what is looked for.
        var abrupt = input.ToArray();
        for (var i = 8192 * 2; i < abrupt.Length; i++) abrupt[i] *= 0.1f;
        Assert.InRange(Splatter(abrupt), -70, -40);
        Assert.InRange(Splatter(output), -200, -90);
    }

    /// <summary>The highest component from 6 to 20 kHz around frame 8192, in dB below the tone, in a Blackman-Harris window.</summary>
    private static double Splatter(float[] stereo)
    {
        const int Length = 4096;
        var highest = 0.0;
        for (var bin = 512; bin < 1700; bin += 3)
        {
            var (re, im) = (0.0, 0.0);
            for (var i = 0; i < Length; i++)
            {
                var x = 2 * Math.PI * i / Length;
                var window = 0.35875 - 0.48829 * Math.Cos(x) + 0.14128 * Math.Cos(2 * x) - 0.01168 * Math.Cos(3 * x);
                var (sin, cos) = Math.SinCos(x * bin);
                re += stereo[(8192 - Length / 2 + i) * 2] * window * cos;
                im += stereo[(8192 - Length / 2 + i) * 2] * window * sin;
            }

            highest = Math.Max(highest, Math.Sqrt(re * re + im * im));
        }

        return 20 * Math.Log10(highest / (0.25 * Length * 0.35875));
    }
}
