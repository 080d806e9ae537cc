using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Sinks;

namespace Continuo.Tests.Sinks;

public class WavFileSinkTests
{
    private static readonly AudioFormat Stereo = new(8_000, 2);

    [Fact]
    public void A_new_file_grows_in_place_and_is_readable_while_it_grows()
    {
        using var folder = new TemporaryFolder();
        using var sink = new WavFileSink(folder["take.wav"], SampleType.S16);
        sink.Open(Stereo);
        sink.Write(Half(8_000));
        var meanwhile = ParsedWav.Parse(ReadShared(folder["take.wav"]), mayTrail: true);
        Assert.Equal(8_000, meanwhile.Frames);
        sink.Write(Half(10));
        sink.Finish();

        Assert.Equal(["take.wav"], folder.Names);
        Assert.Equal(8_010, ParsedWav.Parse(File.ReadAllBytes(folder["take.wav"])).Frames);
        Assert.Equal(8_010, sink.FramesWritten);
    }

    [Fact]
    public void An_earlier_take_is_replaced_only_by_a_finished_one()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["take.wav"], "earlier");
        using var sink = new WavFileSink(folder["take.wav"]);
        sink.Open(Stereo);
        sink.Write(Half(100));
        Assert.Equal("earlier", File.ReadAllText(folder["take.wav"]));
        Assert.Equal(["take.wav", "take.wav.part"], folder.Names);
        sink.Finish();

        Assert.Equal(["take.wav"], folder.Names);
        Assert.Equal(100, ParsedWav.Parse(File.ReadAllBytes(folder["take.wav"])).Frames);
    }

    [Fact]
    public void An_abandoned_recording_keeps_all_it_got_beside_the_earlier_take()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["take.wav"], "earlier");
        for (var attempt = 0; attempt < 2; attempt++)
        {
            using var sink = new WavFileSink(folder["take.wav"]);
            sink.Open(Stereo);
            sink.Write(Half(123));
        }

        Assert.Equal(["take.wav", "take.wav.part", "take.wav.part2"], folder.Names);
        Assert.Equal("earlier", File.ReadAllText(folder["take.wav"]));
        Assert.Equal(123, ParsedWav.Parse(File.ReadAllBytes(folder["take.wav.part2"])).Frames);
    }

    [Fact]
    public void A_recording_without_a_frame_that_was_not_finished_leaves_nothing_behind()
    {
        using var folder = new TemporaryFolder();
        using (var sink = new WavFileSink(folder["take.wav"])) sink.Open(Stereo);
        Assert.Empty(folder.Names);

        File.WriteAllText(folder["take.wav"], "earlier");
        using (var sink = new WavFileSink(folder["take.wav"])) sink.Open(Stereo);
        Assert.Equal(["take.wav"], folder.Names);
        Assert.Equal("earlier", File.ReadAllText(folder["take.wav"]));
    }

    [Fact]
    public void A_finished_recording_without_a_frame_is_an_empty_but_valid_file()
    {
        using var folder = new TemporaryFolder();
        using var sink = new WavFileSink(folder["take.wav"], SampleType.S24);
        sink.Open(Stereo);
        sink.Finish();
        Assert.Equal(0, ParsedWav.Parse(File.ReadAllBytes(folder["take.wav"])).Frames);
    }

    [Theory]
    [InlineData(SampleType.S16, 20_000)]
    [InlineData(SampleType.S24, 30_001)]
    [InlineData(SampleType.F32, 65_537)]
    public void A_full_disk_is_reported_with_the_seconds_that_are_safe_and_readable(SampleType sample, long capacity)
    {
        using var folder = new TemporaryFolder();
        using var sink = new WavFileSink(folder["take.wav"], sample, false, WavHeader.RiffLimit, s => new FullStream(s, capacity));
        sink.Open(Stereo);
        var failure = Assert.Throws<AudioException>(() =>
        {
            for (var i = 0; i < 1_000; i++) sink.Write(Half(80));
        });

        Assert.Equal(AudioErrorCode.DiskFull, failure.Code);
        var parsed = ParsedWav.Parse(File.ReadAllBytes(folder["take.wav"]), mayTrail: true);
        var pcm = new PcmFormat(sample, Stereo);
        Assert.Equal((capacity - WavHeader.LengthOf(pcm)) / pcm.FrameBytes, parsed.Frames);
        Assert.Contains($"the first {parsed.Frames / 8 / 1000.0:0.000} s are safe", failure.Message, StringComparison.Ordinal);
        Assert.Throws<AudioException>(() => sink.Write(Half(1)));
    }

    [Fact]
    public void A_disk_that_is_full_from_the_start_leaves_nothing_behind()
    {
        using var folder = new TemporaryFolder();
        using var sink = new WavFileSink(folder["take.wav"], SampleType.F32, false, WavHeader.RiffLimit, s => new FullStream(s, 10));
        Assert.Equal(AudioErrorCode.DiskFull, Assert.Throws<AudioException>(() => sink.Open(Stereo)).Code);
        Assert.Empty(folder.Names);
    }

    [Fact]
    public void Places_that_cannot_be_written_are_refused_with_the_reason()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["locked.wav"], "earlier");
        File.SetAttributes(folder["locked.wav"], FileAttributes.ReadOnly);
        Directory.CreateDirectory(folder["folder.wav"]);

        Assert.Equal(AudioErrorCode.NotFound, Refused(Path.Combine(folder["missing"], "a.wav")));
        Assert.Equal(AudioErrorCode.InvalidArgument, Refused(folder["folder.wav"]));
        Assert.Equal(AudioErrorCode.AccessDenied, Refused(folder["locked.wav"]));
        Assert.Equal(AudioErrorCode.InvalidArgument, Refused("a\0b.wav"));
        Assert.Equal(["folder.wav", "locked.wav"], folder.Names);
    }

    [Fact]
    public void An_address_chooses_the_sample_type_and_only_wav_is_written_here()
    {
        using var folder = new TemporaryFolder();
        var request = new SinkRequest(SampleType.S24, new VirtualClock());
        Assert.Contains("s24", WavFileSink.FromAddress(AudioAddress.Parse("a.wav"), request).Description, StringComparison.Ordinal);
        Assert.Contains(
            "s16",
            WavFileSink.FromAddress(AudioAddress.Parse("a.WAV?sample=s16&dither"), request).Description,
            StringComparison.Ordinal);
        Assert.Equal(AudioErrorCode.Unsupported,
            Assert.Throws<AudioException>(() => WavFileSink.FromAddress(AudioAddress.Parse("a.xyz"), request)).Code);
        Assert.Equal(AudioErrorCode.InvalidArgument,
            Assert.Throws<AudioException>(() => WavFileSink.FromAddress(AudioAddress.Parse("a.wav?colour=red"), request)).Code);
    }

    [Fact]
    public void Writing_allocates_nothing()
    {
        using var folder = new TemporaryFolder();
        using var sink = new WavFileSink(folder["take.wav"], SampleType.S24, dither: true);
        sink.Open(Stereo);
        var chunk = Half(480);
        Assert.Equal(0, LeastAllocated.Bytes(() => sink.Write(chunk)));
    }

    private static AudioErrorCode Refused(string path)
    {
        using var sink = new WavFileSink(path);
        return Assert.Throws<AudioException>(() => sink.Open(Stereo)).Code;
    }

    private static byte[] ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }

    private static float[] Half(int frames)
    {
        var samples = new float[frames * 2];
        Array.Fill(samples, 0.5f);
        return samples;
    }
}
