using System.Buffers.Binary;
using System.Globalization;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Codecs.SoundFiles;
using Continuo.Codecs.Tests.Resampling;
using Continuo.Sinks;
using Continuo.Streams;

namespace Continuo.Codecs.Tests.SoundFiles;

public sealed class SoundFileSinkTests : IDisposable
{
    private static readonly AudioFormat Stereo = new(48_000, 2);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(SampleType.S16)]
    [InlineData(SampleType.S24)]
    public void FLAC_stores_every_step_of_its_samples_exactly(SampleType sample)
    {
        var steps = sample == SampleType.S16 ? 32_768 : 8_388_608;
        var random = new Random(5);
        var sound = new float[2 * 50_001];
        for (var i = 0; i < sound.Length; i++) sound[i] = random.Next(-steps, steps) / (float)steps;
        Write("a.flac", sound, sample);
        Assert.Equal(sound, Read("a.flac", out _));
        Assert.Equal(sample == SampleType.S16 ? "16" : "24", TemporaryFolder.Run("soxi", "-b", _folder["a.flac"]).Trim());
        TemporaryFolder.Run("ffmpeg", "-v", "error", "-xerror", "-i", _folder["a.flac"], "-f", "null", "-");
    }

    [Fact]
    public void FLAC_rounds_saturates_and_takes_what_is_not_a_number_for_silence()
    {
        const float Step = 1 / 32_768f;
        Write("a.flac", [2, -2, 1, -1, float.NaN, float.PositiveInfinity, 0.4f * Step, 0.6f * Step], SampleType.S16);
        Assert.Equal([1 - Step, -1, 1 - Step, -1, 0, 1 - Step, 0, Step], Read("a.flac", out _));
    }

    [Theory]
    [InlineData("a.ogg", 48_000)]
    [InlineData("a.ogg", 44_100)]
    [InlineData("a.opus", 48_000)]
    [InlineData("a.opus", 24_000)]
    public void Ogg_files_hold_the_tone_and_its_length(string name, int rate)
    {
        var sound = Signals.Sine(440, rate, 3 * rate, 0.5);
        Write(name, sound, null, new AudioFormat(rate, 1));
        var read = Read(name, out var format);
        if (name.EndsWith(".opus", StringComparison.Ordinal)) rate = 48_000; // Opus is decoded at 48 kHz, whatever went in
        Assert.Equal(new AudioFormat(rate, 1), format);
        Assert.Equal(3 * rate, read.Length);
        var (amplitude, residual) = SineFit.Of(read.AsSpan(rate, rate), 440.0 / rate);
        Assert.InRange(amplitude, 0.45, 0.55);
        Assert.True(residual < -30, $"residual {residual:F1} dB");
        TemporaryFolder.Run("ffmpeg", "-v", "error", "-xerror", "-i", _folder[name], "-f", "null", "-");
    }

    [Theory]
    [InlineData("a.flac")]
    [InlineData("a.ogg")]
    [InlineData("a.opus")]
    public void A_call_may_bring_any_number_of_frames(string name)
    {
        using (var sink = new SoundFileSink(_folder[name]))
        {
            sink.Open(Stereo);
            foreach (var frames in new[] { 0, 1, 47, 480, 4_097, 300_000 }) sink.Write(new float[2 * frames]);
            Assert.Equal(304_625, sink.FramesWritten);
            sink.Finish();
        }

        Assert.Equal(2 * 304_625, Read(name, out _).Length);
    }

    [Theory]
    [InlineData("a.flac", 0.5f)]
    [InlineData("a.flac", 0f)]
    [InlineData("a.ogg", 0.5f)]
    [InlineData("a.opus", 0.5f)]
    [InlineData("a.opus", 0f)]
    public void A_killed_process_leaves_a_readable_file_that_lacks_at_most_a_second(string name, float level)
    {
        long written = 0;
        using (var child = ChildRecorder.Start(_folder[name], level))
        {
            while (written < 10 * ChildRecorder.Rate) written = long.Parse(child.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture);
            child.Kill();
            child.WaitForExit();
            written = Math.Max(written, LastLine(child.StandardOutput.ReadToEnd()));
        }

        var read = Read(name, out _).Length;
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{name} at level {level}: {(written - read) / (double)ChildRecorder.Rate:F3} s lost");
        Assert.InRange(read, written - ChildRecorder.Rate, written + ChildRecorder.Rate);
        TemporaryFolder.Run("ffmpeg", "-v", "fatal", "-i", _folder[name], "-f", "null", "-");
    }

    [Fact]
    public void A_full_disk_is_reported_and_what_was_written_stays_readable()
    {
        // A volume of its own, in a process of its own that may mount it.
        Directory.CreateDirectory(_folder["small"]);
        var path = _folder["small/a.flac"];
        var script = $"mount -t tmpfs -o size=400k none '{_folder["small"]}' && \"$@\"; "
            + $"code=$?; cp '{path}' '{_folder["saved.flac"]}'; exit $code";
        using var child = ChildRecorder.Start(path, 0.5f, "unshare", "-rm", "sh", "-c", script, "sh");
        var lines = child.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        child.WaitForExit();
        Assert.StartsWith("DiskFull: ", lines[^1], StringComparison.Ordinal);
        Assert.Contains("the disk is full; the written part of", lines[^1], StringComparison.Ordinal);
        Assert.Equal(3, child.ExitCode);
        using var reader = SoundFileReader.Open(_folder["saved.flac"]);
        var block = new float[480];
        for (var frames = 0; frames < ChildRecorder.Rate; frames += 480) Assert.Equal(480, reader.Read(block));
    }

    [Fact]
    public void An_earlier_file_stays_until_the_new_one_is_complete()
    {
        File.WriteAllText(_folder["a.flac"], "the earlier take");
        using var sink = new SoundFileSink(_folder["a.flac"]);
        sink.Open(Stereo);
        sink.Write(new float[960]);
        Assert.Equal(["a.flac", "a.flac.part"], _folder.Names);
        Assert.Equal("the earlier take", File.ReadAllText(_folder["a.flac"]));
        sink.Finish();
        Assert.Equal(["a.flac"], _folder.Names);
        Assert.Equal(960, Read("a.flac", out _).Length);
    }

    [Fact]
    public void An_unfinished_recording_is_kept_and_an_empty_one_is_not()
    {
        using (var sink = new SoundFileSink(_folder["kept.flac"]))
        {
            sink.Open(Stereo);
            sink.Write(new float[960]);
        }

        using (var sink = new SoundFileSink(_folder["empty.flac"])) sink.Open(Stereo);
        Assert.Equal(["kept.flac"], _folder.Names);
        Assert.Equal(960, Read("kept.flac", out _).Length);
    }

    [Theory]
    [InlineData("a.opus", 44_100, 2, null)]
    [InlineData("a.flac", 48_000, 9, null)]
    [InlineData("a.flac", 768_000, 2, null)]
    [InlineData("a.flac", 48_000, 2, SampleType.F32)]
    [InlineData("a.ogg", 48_000, 2, SampleType.S16)]
    [InlineData("a.mp3", 48_000, 2, null)]
    [InlineData("a", 48_000, 2, null)]
    public void What_an_encoder_cannot_do_is_refused_and_leaves_nothing(string name, int rate, int channels, SampleType? sample)
    {
        var failure = Assert.Throws<AudioException>(() =>
        {
            using var sink = new SoundFileSink(_folder[name], sample);
            sink.Open(new AudioFormat(rate, channels));
        });
        Assert.Equal(AudioErrorCode.Unsupported, failure.Code);
        Assert.Empty(_folder.Names);
    }

    [Fact]
    public void An_impossible_place_is_refused()
    {
        Assert.Equal(AudioErrorCode.NotFound,
            Assert.Throws<AudioException>(() => new SoundFileSink(_folder["no/a.flac"]).Open(Stereo)).Code);
        Directory.CreateDirectory(_folder["d.flac"]);
        Assert.Equal(AudioErrorCode.InvalidArgument,
            Assert.Throws<AudioException>(() => new SoundFileSink(_folder["d.flac"]).Open(Stereo)).Code);
    }

    [Fact]
    public void Writing_before_it_is_open_or_after_it_is_finished_is_refused()
    {
        using var sink = new SoundFileSink(_folder["a.flac"]);
        Assert.Throws<AudioException>(() => sink.Write(new float[2]));
        sink.Open(Stereo);
        sink.Finish();
        Assert.Throws<AudioException>(() => sink.Write(new float[2]));
        Assert.Throws<AudioException>(sink.Finish);
    }

    [Theory]
    [InlineData("a.opus?bitrate=48", 2, 48)]
    [InlineData("a.opus?bitrate=192.5", 2, 192.5)]
    [InlineData("a.opus?preset=low", 2, 48)]
    [InlineData("a.opus?preset=ultra", 2, 160)]
    [InlineData("a.opus?preset=voice-low", 1, 24)]
    public void An_Opus_file_is_written_at_the_bit_rate_that_is_asked_for(string address, int channels, double kilobits)
    {
        var format = new AudioFormat(48_000, channels);
        var parsed = AudioAddress.Parse(_folder[address]);
        using var sink = new AudioSystem().UseSoundFiles().CreateSink(parsed, new SinkRequest(null, new VirtualClock()));
        sink.Open(format);
        var random = new Random(3);
        var sound = Signals.Sine(440, 48_000 * channels, 10 * 48_000 * channels, 0.3);
        for (var i = 0; i < sound.Length; i++) sound[i] += 0.1f * (random.NextSingle() - 0.5f);
        sink.Write(sound);
        sink.Finish();
        Assert.InRange(new FileInfo(parsed.Target).Length * 8 / 10_000.0, 0.85 * kilobits, 1.2 * kilobits);
        var probe = TemporaryFolder.Run("ffprobe", "-v", "error", "-show_entries", "stream=codec_name,channels,sample_rate", "-of",
            "csv=p=0", parsed.Target).Trim();
        Assert.Equal($"opus,48000,{channels}", probe);
    }

    [Theory]
    [InlineData(48_000, 1)]
    [InlineData(48_000, 480_000)]
    [InlineData(16_000, 12_345)]
    public void An_Opus_file_says_its_pre_skip_and_its_exact_length(int rate, int frames)
    {
        Write("a.opus", Signals.Sine(440, rate, frames), null, new AudioFormat(rate, 1));
        var file = File.ReadAllBytes(_folder["a.opus"]);
        var head = file.AsSpan(file.AsSpan().IndexOf("OpusHead"u8));
        var preSkip = BinaryPrimitives.ReadUInt16LittleEndian(head[10..]);
        Assert.Equal((1, rate), (head[9], BinaryPrimitives.ReadInt32LittleEndian(head[12..])));
        Assert.Equal(312, preSkip); // libopus's look-ahead of 6.5 ms, at 48 kHz
        var lastPage = file.AsSpan(file.AsSpan().LastIndexOf("OggS"u8));
        Assert.Equal((long)frames * 48_000 / rate, BinaryPrimitives.ReadInt64LittleEndian(lastPage[6..]) - preSkip);
        Assert.Equal(4, lastPage[5] & 4); // the last page says so
    }

    [Theory]
    [InlineData("a.opus?bitrate=5", 2)]
    [InlineData("a.opus?bitrate=300", 1)]
    [InlineData("a.opus?bitrate=11", 2)]
    [InlineData("a.opus?bitrate=much", 2)]
    [InlineData("a.opus?preset=best", 2)]
    [InlineData("a.opus?preset=high&bitrate=96", 2)]
    [InlineData("a.flac?bitrate=96", 2)]
    [InlineData("a.ogg?preset=high", 2)]
    public void A_bit_rate_that_cannot_be_is_refused_and_leaves_nothing(string address, int channels)
    {
        var failure = Assert.Throws<AudioException>(() =>
        {
            using var sink = new AudioSystem().UseSoundFiles().CreateSink(
                AudioAddress.Parse(_folder[address]), new SinkRequest(null, new VirtualClock()));
            sink.Open(new AudioFormat(48_000, channels));
        });
        Assert.True(failure.Code is AudioErrorCode.InvalidArgument or AudioErrorCode.Unsupported);
        Assert.Empty(_folder.Names);
    }

    [Theory]
    [InlineData("a.flac")]
    [InlineData("a.ogg")]
    [InlineData("a.opus")]
    public void Writing_allocates_nothing(string name)
    {
        using var sink = new SoundFileSink(_folder[name]);
        sink.Open(Stereo);
        var chunk = Signals.Sine(440, 48_000, 960);
        Assert.Equal(0, LeastAllocated.Bytes(() => sink.Write(chunk), calls: 300));
    }

    [Theory]
    [InlineData("a.wav", null, "32")]
    [InlineData("a.wav?sample=s16", null, "16")]
    [InlineData("a.flac", null, "24")]
    [InlineData("a.flac", SampleType.S16, "16")]
    [InlineData("a.FLAC?sample=s16", SampleType.S24, "16")]
    public void The_extension_chooses_the_kind_of_file(string address, SampleType? sample, string bits)
    {
        var parsed = AudioAddress.Parse(_folder[address]);
        using var sink = new AudioSystem().UseSoundFiles().CreateSink(parsed, new SinkRequest(sample, new VirtualClock()));
        sink.Open(Stereo);
        sink.Write(new float[96]);
        sink.Finish();
        Assert.Equal(bits, TemporaryFolder.Run("soxi", "-b", parsed.Target).Trim());
    }

    private static long LastLine(string lines)
    {
        var whole = lines.LastIndexOf('\n');
        var last = whole < 0 ? "" : lines[..whole].Split('\n')[^1];
        return long.TryParse(last, CultureInfo.InvariantCulture, out var frames) ? frames : 0;
    }

    private void Write(string name, float[] sound, SampleType? sample, AudioFormat? format = null)
    {
        using var sink = new SoundFileSink(_folder[name], sample);
        sink.Open(format ?? Stereo);
        sink.Write(sound);
        sink.Finish();
    }

    private float[] Read(string name, out AudioFormat format)
    {
        using var reader = SoundFileReader.Open(_folder[name]);
        format = reader.Format;
        return SoundFileReaderTests.ReadAll(reader);
    }
}
