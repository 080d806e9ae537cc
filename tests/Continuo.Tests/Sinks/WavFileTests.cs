using Continuo.Audio;
using Continuo.Sinks;

namespace Continuo.Tests.Sinks;

public class WavFileTests
{
    [Fact]
    public void A_saved_clip_replaces_the_file_that_was_there()
    {
        using var folder = new TemporaryFolder();
        var clip = new AudioClip(new AudioFormat(8_000, 2), [0.5f, -0.25f, 1.5f, 0]);
        clip.SaveWav(folder["clip.wav"], SampleType.S16);
        clip.SaveWav(folder["clip.wav"]);

        Assert.Equal(["clip.wav"], folder.Names);
        var parsed = ParsedWav.Parse(File.ReadAllBytes(folder["clip.wav"]));
        Assert.Equal(SampleType.F32, parsed.Pcm.Sample);
        Assert.Equal(clip.Samples.ToArray(), parsed.Samples);
    }
}
