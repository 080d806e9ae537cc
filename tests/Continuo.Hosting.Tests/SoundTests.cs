using System.Buffers.Binary;
using System.Diagnostics;
using Continuo.Audio;
using Continuo.Sources;
using Continuo.Streams;

namespace Continuo.Hosting.Tests;

public sealed class SoundTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_duration_is_recorded_to_the_frame_and_the_file_plays_to_its_end()
    {
        using var folder = new TemporaryFolder();
        var result = await Sound.RecordAsync("tone:440", folder["tone.wav"], TimeSpan.FromSeconds(0.3), stop: Stop);
        Assert.Equal((14_400, 0, false), (result.Frames, result.GapFrames, result.HeardNothing));

        await Sound.PlayAsync(folder["tone.wav"], folder["copy.wav"], cancellation: Stop);
        var heard = 0;
        var peak = 0f;
        await foreach (var block in Sound.ReadAsync(folder["copy.wav"], cancellation: Stop))
        {
            Assert.Equal(heard, block.Position);
            heard += block.Frames;
            peak = Math.Max(peak, block.Samples.Max());
        }

        Assert.True(heard >= 14_400, $"{heard} frames");
        Assert.InRange(peak, 0.09f, 0.51f);
    }

    [Fact]
    public async Task A_cancelled_recording_is_finished_and_its_result_returned()
    {
        using var folder = new TemporaryFolder();
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(0.2));
        var result = await Sound.RecordAsync("tone:440", folder["tone.wav"], stop: stop.Token);
        Assert.True(result.Frames > 0);
        await using var pcm = Sound.OpenPcm(folder["tone.wav"], 48_000, 2, SampleType.F32);
        Assert.Equal(result.Frames * 8, await Count(pcm));
    }

    [Fact]
    public async Task Pcm_has_the_format_asked_for_and_nothing_of_a_file_is_lost_to_a_slow_reader()
    {
        await using var pcm = Sound.OpenPcm("tone:1000?seconds=2", sampleRate: 16_000, channels: 1);
        Assert.Equal(new PcmFormat(SampleType.S16, new AudioFormat(16_000, 1)), pcm.Format);
        var bytes = new byte[64_000 + 1];
        var count = 0;
        while (await pcm.ReadAsync(bytes.AsMemory(count, Math.Min(777, bytes.Length - count)), Stop) is > 0 and var read)
        {
            count += read;
            await Task.Yield();
        }

        Assert.Equal(64_000, count);
        var samples = Enumerable.Range(0, 32_000)
            .Select(i => (double)BinaryPrimitives.ReadInt16LittleEndian(bytes.AsSpan(2 * i)))
            .ToArray();
        var crossings = samples.Zip(samples.Skip(1)).Count(p => p.First < 0 && p.Second >= 0);
        Assert.InRange(crossings, 1998, 2001);
    }

    [Fact]
    public async Task A_file_of_another_rate_is_resampled()
    {
        using var folder = new TemporaryFolder();
        await Sound.RecordAsync("tone:440", folder["tone.wav"], TimeSpan.FromSeconds(0.5), stop: Stop);
        await using var pcm = Sound.OpenPcm(folder["tone.wav"], sampleRate: 16_000, channels: 1);
        Assert.Equal(8000 * 2, await Count(pcm));
    }

    [Fact]
    public async Task What_is_live_is_played_until_its_source_ends()
    {
        using var folder = new TemporaryFolder();
        var system = new AudioSystem()
            .UseAll()
            .AddSource("app",
                (_, _) =>
                    new PcmStreamSource(new MemoryStream(new byte[48_000 * 8]), new PcmFormat(SampleType.F32, AudioFormat.Default),
                        Clocks.SystemClock.Instance));
        await Sound.PlayAsync("app:anything", folder["copy.wav"], system, Stop);
        Assert.True(new FileInfo(folder["copy.wav"]).Length > 44);
    }

    [Fact]
    public async Task Playing_ends_when_it_is_cancelled()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(0.1));
        var watch = Stopwatch.StartNew();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Sound.PlayAsync("tone:440", "null:", cancellation: stop.Token));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task Enumerating_ends_when_it_is_cancelled()
    {
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var block in Sound.ReadAsync("tone:440", cancellation: stop.Token))
            {
                Assert.Equal(480, block.Frames);
                await stop.CancelAsync();
            }
        });
    }

    [Fact]
    public async Task Blocks_may_be_kept()
    {
        var blocks = await Sound.ReadAsync("tone:440?seconds=0.1", new StreamOptions { Channels = 1, Pacing = Pacing.Unpaced },
            cancellation: Stop).ToListAsync(Stop);
        Assert.Equal(10, blocks.Count);
        Assert.Equal(10, blocks.Select(b => b.Samples).Distinct().Count());
        Assert.Equal(TimeSpan.FromMilliseconds(90), blocks[^1].Time);
        Assert.All(blocks, b => Assert.True(b.Gap.IsEmpty));
        Assert.NotEqual(blocks[0].Samples, blocks[1].Samples);
    }

    [Fact]
    public async Task What_cannot_be_opened_is_reported_at_once()
    {
        Assert.Equal(AudioErrorCode.NotFound,
            (await Assert.ThrowsAsync<AudioException>(() => Sound.PlayAsync("no-such-file.wav", "null:", cancellation: Stop))).Code);
        Assert.Equal(AudioErrorCode.NotFound, Assert.Throws<AudioException>(() => Sound.OpenPcm("no-such-file.wav")).Code);
        Assert.Equal(AudioErrorCode.InvalidArgument, Assert.Throws<AudioException>(() => Sound.OpenPcm("tone:440", sampleRate: 1)).Code);
        await Assert.ThrowsAsync<AudioException>(() => Sound.RecordAsync("tone:440", "/no/such/folder/take.wav", stop: Stop));
    }

    [Fact]
    public async Task A_source_that_fails_is_thrown_after_its_last_audio()
    {
        using var folder = new TemporaryFolder();
        var system = new AudioSystem().UseAll().AddSource("app", (_, _) => new FaultySource(3));
        var frames = 0;
        var failure = await Assert.ThrowsAsync<AudioException>(async () =>
        {
            await foreach (var block in Sound.ReadAsync("app:x", system: system, cancellation: Stop)) frames += block.Frames;
        });
        Assert.Equal(FaultySource.Failure().Message, failure.Message);
        Assert.Equal(1440, frames);

        await using var pcm = Sound.OpenPcm("app:x", system: system);
        var buffer = new byte[1440 * 4];
        await pcm.ReadExactlyAsync(buffer, Stop);
        Assert.Equal(0.5, BinaryPrimitives.ReadInt16LittleEndian(buffer) / 32768.0, 4);
        Assert.Equal(failure.Message, (await Assert.ThrowsAsync<AudioException>(() => pcm.ReadAsync(buffer, 0, 1, Stop))).Message);

        await Assert.ThrowsAsync<AudioException>(() => Sound.RecordAsync("app:x", folder["take.wav"], system: system, stop: Stop));
        await Assert.ThrowsAsync<AudioException>(() => Sound.PlayAsync("app:x", "null:", system, Stop));
    }

    private static async Task<long> Count(Stream stream)
    {
        var count = 0L;
        var buffer = new byte[4096];
        while (await stream.ReadAsync(buffer, Stop) is > 0 and var read) count += read;
        return count;
    }
}
