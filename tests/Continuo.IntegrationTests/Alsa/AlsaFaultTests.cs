using System.Buffers.Binary;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.IntegrationTests.Audio;
using Continuo.Sinks;
using Continuo.Sources;

namespace Continuo.IntegrationTests.Alsa;

/// <summary>
/// Devices that fail, through a plug-in of our own. Its capture is a ramp that counts the frames since it was opened, so a recording shows
/// how much is missing where.
/// </summary>
public sealed class AlsaFaultTests : IDisposable
{
    private const int Ramp = 20_000;

    private readonly AlsaConfiguration _alsa = new("""
        pcm.plain { type continuo_stub output "DIR/played" }
        pcm.pieces { type continuo_stub short 7 output "DIR/played" }
        pcm.overrun { type continuo_stub fault "EPIPE" at 24000 output "DIR/played" }
        pcm.suspended { type continuo_stub fault "ESTRPIPE" at 24000 output "DIR/played" }
        pcm.unplugged { type continuo_stub fault "ENODEV" at 24000 output "DIR/played" }
        pcm.busy { type continuo_stub busy 1 }
        pcm.s16 { type continuo_stub format "S16_LE" output "DIR/played" }
        pcm.s24 { type continuo_stub format "S24_LE" output "DIR/played" }
        pcm.s24packed { type continuo_stub format "S24_3LE" output "DIR/played" }
        pcm.s32 { type continuo_stub format "S32_LE" output "DIR/played" }
        pcm.f32 { type continuo_stub format "FLOAT_LE" output "DIR/played" }
        pcm.u8 { type continuo_stub format "U8" }
        pcm.six { type continuo_stub channels 6 }
        """);

    /// <summary>After each test.</summary>
    public void Dispose() => _alsa.Dispose();

    [Theory]
    [InlineData("plain")]
    [InlineData("pieces")]
    [InlineData("s16")]
    [InlineData("s24")]
    [InlineData("s24packed")]
    [InlineData("s32")]
    [InlineData("f32")]
    public void Every_frame_of_a_device_is_captured_exactly_in_every_sample_format(string device)
    {
        using var source = new SourceReader($"device:{device}", _alsa.Audio);
        source.ReadFrames(24_000);
        Assert.Equal(0, source.GapFrames);
        var first = (int)Math.Round(source.Samples[0] * 32768) + (Ramp / 2);
        for (var i = 0; i < 24_000; i++)
        {
            var expected = ((first + i) % Ramp) - (Ramp / 2);
            Assert.Equal(expected / 32768f, source.Samples[2 * i]);
            Assert.Equal((expected + 1) / 32768f, source.Samples[(2 * i) + 1]);
        }
    }

    [Theory]
    [InlineData("overrun")]
    [InlineData("suspended")]
    public void An_overrun_and_a_suspension_are_gaps_of_the_time_that_is_missing(string device)
    {
        using var source = new SourceReader($"device:{device}", _alsa.Audio);
        var gaps = new List<(int Before, long Frames, GapReason Reason)>();
        while (source.Samples.Count < 2 * 48_000)
        {
            var at = source.Samples.Count / 2;
            var read = source.Read();
            Assert.NotEqual(SourceStatus.Lost, read.Status);
            if (read.GapFrames > 0) gaps.Add((at, read.GapFrames, read.GapReason));
        }

        var gap = Assert.Single(gaps);
        Assert.Equal(GapReason.Device, gap.Reason);
        var before = (int)Math.Round(source.Samples[2 * (gap.Before - 1)] * 32768);
        var after = (int)Math.Round(source.Samples[2 * gap.Before] * 32768);
        var missing = (((after - before - 1) % Ramp) + Ramp) % Ramp;
        Assert.InRange(gap.Frames - missing, -48 * 3, 48 * 3); // the device's period and the thread's wake-up
    }

    [Fact]
    public void A_device_that_is_unplugged_is_lost_and_opens_again()
    {
        using var source = new SourceReader("device:unplugged", _alsa.Audio);
        source.ReadFrames(20_000);
        source.ReadUntil(SourceStatus.Lost);
        Assert.Equal(SourceStatus.Lost, source.Read().Status);
        source.Source.Open();
        source.ReadFrames(9_600);
    }

    [Theory]
    [InlineData("plain", 0)]
    [InlineData("pieces", 0)]
    [InlineData("overrun", 1)]
    [InlineData("suspended", 1)]
    [RealTimeTest("an underrun of a busy machine cannot be told from the device's own")]
    public void What_is_played_arrives_whole_and_underruns_are_counted(string device, int underruns)
    {
        using var sink = _alsa.Audio.CreateSink(
            AudioAddress.Parse($"device:{device}?latency=100"),
            new SinkRequest(null, SystemClock.Instance));
        sink.Open(new AudioFormat(48_000, 2));
        var block = new float[480 * 2];
        for (var at = 0; at < 48_000; at += 480)
        {
            for (var i = 0; i < 480; i++)
            {
                block[2 * i] = (((at + i) % Ramp) - (Ramp / 2)) / 32768f;
                block[(2 * i) + 1] = -block[2 * i];
            }

            sink.Write(block);
        }

        var latency = sink.Output!.LatencyFrames;
        sink.Finish();
        Assert.Equal(48_000, sink.FramesWritten);
        Assert.Equal(underruns, sink.Output!.Underruns);
        Assert.InRange(latency, 1, 4_800);

        var played = File.ReadAllBytes(_alsa.FileAt("played"));
        Assert.InRange(played.Length / 4, underruns == 0 ? 48_000 : 38_400, 48_000);
        if (underruns > 0) return;
        for (var i = 0; i < 48_000; i++)
        {
            var expected = (i % Ramp) - (Ramp / 2);
            Assert.Equal(expected, BinaryPrimitives.ReadInt16LittleEndian(played.AsSpan(i * 4)));
            Assert.Equal(-expected, BinaryPrimitives.ReadInt16LittleEndian(played.AsSpan((i * 4) + 2)));
        }
    }

    [Fact]
    public void An_output_that_is_unplugged_is_reported_as_lost()
    {
        using var sink = _alsa.Audio.CreateSink(AudioAddress.Parse("device:unplugged"), new SinkRequest(null, SystemClock.Instance));
        sink.Open(new AudioFormat(48_000, 2));
        var failure = Assert.Throws<AudioException>(() =>
        {
            for (var i = 0; i < 200; i++) sink.Write(new float[480 * 2]);
        });
        Assert.Equal(AudioErrorCode.ServerUnavailable, failure.Code);
    }

    [Theory]
    [InlineData("device:busy", null, null, AudioErrorCode.InputOutput, "'busy' is in use by another program")]
    [InlineData("device:nothing", null, null, AudioErrorCode.NotFound, "ALSA has no input 'nothing'")]
    [InlineData("device:plain", 44_100, null, AudioErrorCode.Unsupported, "'plain' has 48000 Hz, not 44100")]
    [InlineData("device:six", null, 2, AudioErrorCode.Unsupported, "'six' has 6 channels, not 2")]
    [InlineData("device:u8", null, null, AudioErrorCode.Unsupported, "'u8' has none of the sample formats")]
    [InlineData("system:", null, null, AudioErrorCode.Unsupported, "loopback card")]
    [InlineData("app:firefox", null, null, AudioErrorCode.Unsupported, "ALSA cannot capture a single application")]
    public void What_a_device_cannot_do_is_refused_with_one_clear_line(
        string address, int? rate, int? channels, AudioErrorCode code, string says)
    {
        var failure = Assert.Throws<AudioException>(() =>
        {
            using var source = _alsa.Audio.CreateSource(AudioAddress.Parse(address), new SourceRequest(rate, channels));
            source.Open();
        });
        Assert.Equal(code, failure.Code);
        Assert.Contains(says, failure.Happened, StringComparison.Ordinal);
        Assert.NotEmpty(failure.Remedy);
    }

    [Fact]
    public void A_plug_device_converts_what_its_hardware_lacks()
    {
        using var source = _alsa.Audio.CreateSource(AudioAddress.Parse("device:plug:six"), new SourceRequest(44_100, 2));
        source.Open();
        Assert.Equal(new AudioFormat(44_100, 2), source.Format);
        Assert.Equal(SourceStatus.Data, source.Read(new float[4096], TimeSpan.FromSeconds(5)).Status);
    }

    [Fact]
    public void A_device_with_six_channels_has_the_layout_of_its_speakers()
    {
        using var source = _alsa.Audio.CreateSource(AudioAddress.Parse("device:six"), new SourceRequest());
        source.Open();
        Assert.Equal(ChannelLayout.Surround51, source.Format.Layout);
    }

    [Fact]
    public void What_was_granted_is_said()
    {
        using var source = _alsa.Audio.CreateSource(AudioAddress.Parse("device:plain"), new SourceRequest());
        source.Open();
        Assert.EndsWith(", s16, period 480, buffer 24000 frames (500 ms)", source.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void An_interruption_ends_a_read()
    {
        using var source = _alsa.Audio.CreateSource(AudioAddress.Parse("device:plain"), new SourceRequest());
        source.Open();
        source.Interrupt();
        Assert.Equal(SourceStatus.Nothing, source.Read(new float[960], TimeSpan.FromSeconds(60)).Status);
    }

    [Fact]
    public void Reading_and_writing_allocate_nothing()
    {
        using var source = new SourceReader("device:plain", _alsa.Audio);
        var block = new float[960];
        Assert.Equal(0, LeastAllocated.Bytes(() => source.Source.Read(block, TimeSpan.FromMilliseconds(100))));
        using var sink = _alsa.Audio.CreateSink(
            AudioAddress.Parse("device:pieces?latency=50"),
            new SinkRequest(null, SystemClock.Instance));
        sink.Open(new AudioFormat(48_000, 2));
        Assert.Equal(0, LeastAllocated.Bytes(() => sink.Write(block)));
    }
}
