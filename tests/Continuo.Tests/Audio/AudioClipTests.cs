using Continuo.Audio;
using FsCheck.Fluent;

namespace Continuo.Tests.Audio;

public class AudioClipTests
{
    private static readonly AudioFormat Stereo = new(1_000, 2);

    [Fact]
    public void Slices_joined_again_give_the_clip()
    {
        var cases = from frames in Gen.Choose(0, 100)
                    from cut in Gen.Choose(0, frames)
                    from cut2 in Gen.Choose(0, frames)
                    select (frames, Math.Min(cut, cut2), Math.Max(cut, cut2));
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var (frames, a, b) = c;
            var clip = Ramp(frames);
            var joined = AudioClip.Join(clip.Slice(0, a), clip.Slice(a, b - a), clip.Slice(b, frames - b));
            return joined.Samples.SequenceEqual(clip.Samples) && joined.Format == Stereo;
        }).Holds();
    }

    [Fact]
    public void A_slice_by_time_begins_and_ends_at_the_nearest_frame()
    {
        var slice = Ramp(100).Slice(TimeSpan.FromMilliseconds(10.4), TimeSpan.FromMilliseconds(20.2));
        Assert.Equal(21, slice.Frames);
        Assert.Equal(20f, slice.Samples[0]);
        Assert.Equal(TimeSpan.FromMilliseconds(21), slice.Duration);
    }

    [Fact]
    public void Changing_the_samples_it_was_made_of_does_not_change_a_clip()
    {
        float[] samples = [1, 2];
        var clip = new AudioClip(Stereo, samples);
        samples[0] = 5;
        Assert.Equal(1, clip.Samples[0]);
    }

    [Fact]
    public void Levels_are_measured_for_each_channel_and_in_all()
    {
        // Left: a full-scale sine over whole cycles. Right: −0.5 throughout.
        var samples = new float[2_000];
        for (var n = 0; n < 1_000; n++) (samples[2 * n], samples[2 * n + 1]) = ((float)Math.Sin(Math.Tau * n / 40), -0.5f);
        var clip = new AudioClip(Stereo, samples);

        Assert.Equal(1, clip.Level(0).Peak, 1e-6f);
        Assert.Equal(-3.0103, clip.Level(0).RmsDb, 1e-4);
        Assert.Equal(-6.0206, clip.Level(1).PeakDb, 1e-4);
        Assert.Equal(-6.0206, clip.Level(1).RmsDb, 1e-4);
        Assert.Equal(Math.Sqrt((0.5 + 0.25) / 2), clip.Level().Rms, 1e-6);
        Assert.Equal(0, clip.Level().PeakDb, 1e-4);
    }

    [Fact]
    public void Silence_and_an_empty_clip_lie_infinitely_deep()
    {
        Assert.Equal(double.NegativeInfinity, new AudioClip(Stereo, new float[10]).Level().RmsDb);
        Assert.Equal(double.NegativeInfinity, new AudioClip(Stereo, []).Level(1).PeakDb);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        var clip = Ramp(10);
        Refused(() => new AudioClip(Stereo, new float[3]));
        Refused(() => AudioClip.Join());
        Refused(() => AudioClip.Join(clip, new AudioClip(new AudioFormat(1_000, 1), [])));
        Refused(() => clip.Slice(0, 11));
        Refused(() => clip.Slice(11, 0));
        Refused(() => clip.Slice(-1, 1));
        Refused(() => clip.Slice(5, long.MaxValue));
        Refused(() => clip.Level(2));
    }

    private static void Refused(Func<object> attempt) =>
        Assert.Equal(AudioErrorCode.InvalidArgument, Assert.Throws<AudioException>(() => { _ = attempt(); }).Code);

    private static AudioClip Ramp(int frames) => new(Stereo, [.. Enumerable.Range(0, frames * 2).Select(i => (float)i)]);
}
