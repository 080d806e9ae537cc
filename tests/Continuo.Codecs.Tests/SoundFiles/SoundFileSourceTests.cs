using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Codecs.SoundFiles;
using Continuo.Sinks;
using Continuo.Sources;
using Continuo.Streams;

namespace Continuo.Codecs.Tests.SoundFiles;

public sealed class SoundFileSourceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_is_read_once_and_then_ends()
    {
        using var source = Open(_folder.Tones("a.wav", 1));
        Assert.Equal(SourcePace.Free, source.Pace);
        Assert.Equal(new AudioFormat(44_100, 2), source.Format);
        Assert.Contains("a.wav (WAV", source.Description, StringComparison.Ordinal);
        Assert.Equal(44_100, Read(source, 100_000).Length / 2);
        Assert.Equal(SourceStatus.End, source.Read(new float[100], TimeSpan.Zero).Status);
    }

    [Theory]
    [InlineData("a.wav")]
    [InlineData("a.flac")]
    [InlineData("a.ogg")]
    [InlineData("a.opus")]
    [InlineData("a.mp3")]
    public void A_looping_file_begins_again_without_a_seam(string name)
    {
        var path = _folder.Convert(_folder.Noise("n.wav", 1.23), name);
        float[] once;
        using (var source = Open(path)) once = Read(source, 1_000_000);
        using var loop = Open(path + "?loop");
        var thrice = Read(loop, 3 * once.Length);
        for (var i = 0; i < thrice.Length; i++) Assert.Equal(once[i % once.Length], thrice[i], 1e-6f);
    }

    [Fact]
    public void A_resampled_loop_keeps_its_phase_at_every_seam()
    {
        // 441 Hz fills 44 100 frames with whole periods: looped, the tone goes on for ever.
        using (var sink = new WavFileSink(_folder["t.wav"]))
        {
            sink.Open(new AudioFormat(44_100, 1));
            sink.Write(Resampling.Signals.Sine(441, 44_100, 44_100));
            sink.Finish();
        }

        using var source = Open(_folder["t.wav"] + "?loop", 48_000);
        var sound = Read(source, 10 * 48_000);
        var (_, residual) = Resampling.SineFit.Of(sound.AsSpan(24_000, 9 * 48_000), 441.0 / 48_000);
        Assert.True(residual < -140, $"residual {residual:F1} dB");
    }

    [Fact]
    public void It_can_start_in_the_middle_and_loops_from_the_beginning()
    {
        var path = _folder.Noise("n.wav", 2);
        float[] whole;
        using (var source = Open(path)) whole = Read(source, 1_000_000);
        using var late = Open(path + "?start=1.5&loop");
        var sound = Read(late, 44_100);
        Assert.Equal(whole[66_150..], sound[..22_050]);
        Assert.Equal(whole[..22_050], sound[22_050..]);
    }

    [Theory]
    [InlineData("?start=7")]
    [InlineData("?start=-1")]
    [InlineData("?start=soon")]
    [InlineData("?lop")]
    public void An_impossible_option_is_refused(string options)
    {
        var failure = Assert.Throws<AudioException>(() => Open(_folder.Tones("a.wav", 1) + options).Dispose());
        Assert.Equal(AudioErrorCode.InvalidArgument, failure.Code);
    }

    [Fact]
    public void A_file_without_a_frame_ends_at_once_even_if_it_loops()
    {
        TemporaryFolder.Run("sox", "-n", "-r", "8000", "-c", "1", _folder["none.wav"], "trim", "0", "0");
        using var source = Open(_folder["none.wav"] + "?loop");
        Assert.Equal(SourceStatus.End, source.Read(new float[100], TimeSpan.Zero).Status);
    }

    [Fact]
    public void A_damaged_file_fails_at_its_damage_even_if_it_loops()
    {
        var path = _folder.Convert(_folder.Tones("t.wav", 5), "a.flac");
        TemporaryFolder.Damage(path, 0.5, 3_000);
        using var source = Open(path + "?loop");
        Assert.Throws<AudioException>(() => Read(source, 1_000_000));
    }

    [Fact]
    public void Once_interrupted_it_reads_nothing_until_it_is_opened_again()
    {
        using var source = Open(_folder.Tones("a.wav", 1));
        source.Interrupt();
        Assert.Equal(SourceStatus.Nothing, source.Read(new float[100], TimeSpan.Zero).Status);
        source.Open();
        Assert.Equal(50, source.Read(new float[100], TimeSpan.Zero).Frames);
    }

    private static IAudioSource Open(string address, int? rate = null)
    {
        var source = new AudioSystem().UseSoundFiles().CreateSource(
            AudioAddress.Parse(address),
            new SourceRequest(rate, null, 480, null, new VirtualClock()));
        source.Open();
        return source;
    }

    /// <summary>Reads up to a count of samples, or to the end.</summary>
    private static float[] Read(IAudioSource source, int samples)
    {
        var sound = new List<float>(samples);
        var block = new float[960];
        while (sound.Count < samples)
        {
            var read = source.Read(block.AsSpan(0, Math.Min(block.Length, samples - sound.Count)), TimeSpan.Zero);
            if (read.Status != SourceStatus.Data) break;
            sound.AddRange(block.AsSpan(0, read.Frames * source.Format.Channels));
        }

        return [.. sound];
    }
}
