using Continuo.Audio;
using Continuo.Rings;
using Continuo.Streams;

namespace Continuo.Tests.Sources;

public class ChannelMappingSourceTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(6)]
    public void A_stream_has_the_channels_that_were_asked_for(int channels)
    {
        var raw = Path.GetTempFileName();
        try
        {
            var samples = new float[480 * 2];
            for (var i = 0; i < 480; i++) (samples[2 * i], samples[(2 * i) + 1]) = (0.25f, 0.75f);
            File.WriteAllBytes(raw, System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(samples).ToArray());
            using var stream = AudioStream.Open($"exec:cat '{raw}'?format=f32le,48000,2", new StreamOptions { Channels = channels });
            using var reader = stream.OpenReader();
            stream.Start();
            Assert.Equal(ReadStatus.Chunk, reader.Read(out var chunk, TimeSpan.FromSeconds(30)));
            Assert.Equal(channels, chunk.Format.Channels);
            Assert.Equal(480, chunk.Frames);
            Assert.Equal(channels == 1 ? 0.5f : 0.25f, chunk.Samples[0]);
            if (channels > 1) Assert.Equal(0.75f, chunk.Samples[1]);
        }
        finally
        {
            File.Delete(raw);
        }
    }

    [Fact]
    public void A_rate_that_nothing_can_make_is_refused_rather_than_ignored()
    {
        var e = Assert.Throws<AudioException>(() =>
            AudioStream.Open("exec:true?format=s16le,44100,1", new StreamOptions { SampleRate = 48_000 }));
        Assert.Equal(AudioErrorCode.Unsupported, e.Code);
    }
}
