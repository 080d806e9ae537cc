using Continuo.Audio;
using Continuo.Codecs.SoundFiles;

namespace Continuo.Codecs.Tests.SoundFiles;

public class SoundFileTests
{
    [Theory]
    [InlineData(".wav", SampleType.F32, 0)]
    [InlineData(".wav", SampleType.S16, 1.0 / 32768)]
    [InlineData(".flac", SampleType.S24, 1.0 / 8388608)]
    public void A_clip_comes_back_as_it_was_saved(string extension, SampleType sample, double tolerance)
    {
        var folder = Directory.CreateTempSubdirectory("continuo-clip-");
        try
        {
            var random = new Random(3);
            var samples = Enumerable.Range(0, 2 * 5000).Select(_ => random.NextSingle() - 0.5f).ToArray();
            var path = Path.Combine(folder.FullName, "clip" + extension);
            SoundFile.Save(new AudioClip(new AudioFormat(44_100, 2), samples), path, sample);

            var loaded = SoundFile.Load(path);
            var part = SoundFile.Load(path, loaded.Format.ToTime(1000));

            Assert.Equal(new AudioFormat(44_100, 2), loaded.Format);
            Assert.Equal(5000, loaded.Frames);
            for (var i = 0; i < samples.Length; i++) Assert.Equal(samples[i], loaded.Samples[i], tolerance + 1e-12);
            Assert.InRange(part.Frames, 999, 1001);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_file_that_is_not_there_is_reported_as_missing() =>
        Assert.Equal(AudioErrorCode.NotFound, Assert.Throws<AudioException>(() => SoundFile.Load("no-such-file.wav")).Code);
}
