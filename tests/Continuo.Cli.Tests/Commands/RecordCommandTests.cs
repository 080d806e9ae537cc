using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using Continuo.Cli.Tests.Processes;

namespace Continuo.Cli.Tests.Commands;

public sealed class RecordCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_tone_is_recorded_to_the_frame_and_the_statistics_are_one_object()
    {
        var report = CliProcess.Run(_folder.Path, "record", "tone:1000", "t.wav", "--duration", "1.5s", "--json").MustSucceed().Json;

        Assert.Equal(72_000, report.GetProperty("frames").GetInt64());
        Assert.Equal(1.5, report.GetProperty("seconds").GetDouble());
        Assert.Equal(48_000, report.GetProperty("sampleRate").GetInt32());
        Assert.Equal(2, report.GetProperty("channels").GetInt32());
        Assert.Equal(150, report.GetProperty("chunks").GetInt64());
        foreach (var name in new[] { "droppedChunks", "gaps", "gapFrames", "filledFrames", "silentChunks", "stalls", "reconnects" })
        {
            Assert.Equal(0, report.GetProperty(name).GetInt64());
        }

        foreach (var latency in new[] { "captureToDeliveryMs", "commitToDeliveryMs" })
        {
            foreach (var quantile in new[] { "p50", "p99", "p999", "max" })
            {
                Assert.True(report.GetProperty(latency).GetProperty(quantile).GetDouble() >= 0);
            }
        }

        Assert.Equal(("tone:1000", "tone of 1000 Hz", "t.wav"),
            (report.GetProperty("source").GetString(), report.GetProperty("description").GetString(),
                report.GetProperty("sink").GetString()));
        Assert.Equal("Flowing", report.GetProperty("health").GetString());
        Assert.Equal(JsonValueKind.Null, report.GetProperty("error").ValueKind);
        Assert.Equal(72_000, SoxFrames("t.wav"));
    }

    [Fact]
    public void Offline_an_hour_takes_no_hour_and_format_options_are_obeyed()
    {
        var report = CliProcess.Run(_folder.Path, "record", "sweep:?seconds=60", "s.wav", "--offline", "--rate", "16000", "--channels", "1",
            "--sample", "s16", "--json")
            .MustSucceed().Json;

        Assert.Equal(16_000 * 60, report.GetProperty("frames").GetInt64());
        Assert.Equal((16_000, 1), (report.GetProperty("sampleRate").GetInt32(), report.GetProperty("channels").GetInt32()));
        Assert.Equal(0, report.GetProperty("droppedChunks").GetInt64());
        Assert.Equal("Signed Integer PCM", Tool.Run("soxi", "-e", _folder.File("s.wav")));
        Assert.Equal("16", Tool.Run("soxi", "-b", _folder.File("s.wav")));
    }

    [Fact]
    public void A_sound_file_becomes_another_with_other_rate_and_channels()
    {
        CliProcess.Run(_folder.Path, "record", "tone:440", "a.flac", "--duration", "1s", "--offline").MustSucceed();
        var report = CliProcess.Run(_folder.Path, "record", "a.flac", "b.wav", "--rate", "44100", "--channels", "1", "--offline", "--json")
            .MustSucceed().Json;

        Assert.Equal(44_100, report.GetProperty("frames").GetInt64());
        Assert.Equal(1, report.GetProperty("channels").GetInt32());
        Assert.Equal("Stopped", report.GetProperty("health").GetString());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_interrupt_or_a_request_to_terminate_finishes_the_file(bool terminate)
    {
        using var recording = CliProcess.Start(_folder.Path, "record", "tone:440", "take.wav", "--json");
        recording.WaitUntil(() => _folder.SizeOfAll > 48_000 * 8);
        if (terminate) recording.SendTerminate();
        else recording.SendInterrupt();
        var report = recording.WaitForEnd().MustSucceed().Json;

        Assert.Equal(["take.wav"], _folder.Files);
        Assert.Equal(report.GetProperty("frames").GetInt64(), SoxFrames("take.wav"));
    }

    [Fact]
    public void A_recording_that_is_killed_opens_everywhere_and_lacks_at_most_its_last_second()
    {
        using var recording = CliProcess.Start(_folder.Path, "record", "tone:440", "take.wav");
        var began = DateTime.UtcNow;
        recording.WaitUntil(() => _folder.SizeOfAll > 3 * 48_000 * 8);
        recording.KillAtOnce();
        recording.WaitForEnd();
        var left = Assert.Single(_folder.Files);

        // What had reached the file, to the second, is audio for all who open it.
        var frames = SoxFrames(left);
        Assert.InRange(frames, 2 * 48_000, (DateTime.UtcNow - began).TotalSeconds * 48_000);
        var probed = Tool.Run("ffprobe", "-v", "error", "-show_entries", "stream=duration_ts",
            "-of", "csv=p=0", "-f", "wav", _folder.File(left));
        Assert.Equal(frames, long.Parse(probed, CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Raw_audio_goes_from_standard_input_to_standard_output_unchanged()
    {
        var input = new byte[9600];
        new Random(3).NextBytes(input);
        var result = CliProcess.RunWithInput(_folder.Path, input, "record", "-?format=s16le,48000,1", "-", "--sample", "s16").MustSucceed();

        Assert.Equal(input, result.Bytes);
        Assert.Contains("4800 frames", result.Error, StringComparison.Ordinal);
        Assert.Empty(_folder.Files);
    }

    [Fact]
    public void Standard_input_is_recorded_to_its_end()
    {
        var input = new byte[4 * 1000];
        for (var i = 0; i < input.Length; i += 2) BinaryPrimitives.WriteInt16LittleEndian(input.AsSpan(i), (short)i);
        var report = CliProcess.RunWithInput(_folder.Path, input, "record", "-?format=s16le,8000,2", "in.wav", "--json").MustSucceed().Json;

        Assert.Equal(1000, report.GetProperty("frames").GetInt64());
        Assert.Equal(8000, report.GetProperty("sampleRate").GetInt32());
    }

    public void Dispose() => _folder.Dispose();

    private long SoxFrames(string file) => long.Parse(Tool.Run("soxi", "-s", _folder.File(file)), CultureInfo.InvariantCulture);
}
