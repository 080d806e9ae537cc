using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Sources;
using Continuo.Streams;
using Continuo.Threading;

namespace Continuo.Tests.Streams;

public sealed class PcmStreamTests
{
    private static readonly TimeSpan Ample = TimeSpan.FromSeconds(60);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(SampleType.S16)]
    [InlineData(SampleType.S24)]
    [InlineData(SampleType.S32)]
    [InlineData(SampleType.F32)]
    public async Task Every_byte_of_a_stream_is_read_in_its_format(SampleType sample)
    {
        using var stream = AudioStream.Open("tone:440?seconds=0.4", new StreamOptions { Pacing = Pacing.Unpaced });
        using var pcm = stream.OpenPcm(sample);
        var expected = new List<float>();
        using var subscription = stream.Subscribe((in AudioChunk chunk) => expected.AddRange(chunk.Samples));
        stream.Start();
        using var all = new MemoryStream();
        await pcm.CopyToAsync(all, 1001, Stop);
        await subscription.Drained.WaitAsync(Ample, Stop);

        Assert.Equal(19_200 * 2 * pcm.Format.SampleBytes, all.Length);
        var samples = new float[19_200 * 2];
        SampleConverter.Decode(all.ToArray(), sample, samples);
        var error = samples.Zip(expected).Max(p => Math.Abs(p.First - p.Second));
        Assert.True(error <= 0.5 / 32768 + 1e-7, $"off by {error}");
        Assert.True(expected.Max() > 0.05);
    }

    [Fact]
    public async Task A_gap_is_silence_of_its_length()
    {
        // Ten chunks fit; what is overwritten before the first read is a gap.
        using var stream = AudioStream.Open("counter", () => new CountingSource(480 * 30),
            new StreamOptions { RingChunks = 10, Clock = new VirtualClock(), RealTimePriority = false });
        using var pcm = stream.OpenPcm(SampleType.F32);
        stream.Start();
        await stream.Ended.WaitAsync(Ample, Stop);
        using var all = new MemoryStream();
        await pcm.CopyToAsync(all, Stop);

        var samples = new float[480 * 30 * 2];
        Assert.Equal(samples.Length * 4, all.Length);
        SampleConverter.Decode(all.ToArray(), SampleType.F32, samples);
        Assert.All(samples.Take(480 * 2 * 20), s => Assert.Equal(0, s));
        for (var i = 480 * 2 * 20; i < samples.Length; i++) Assert.Equal(CountingSource.Sample(i / 2, i % 2), samples[i]);
    }

    [Fact]
    public async Task A_read_that_is_cancelled_loses_nothing()
    {
        using var stream = AudioStream.Open("counter", () => new CountingSource(4800), new StreamOptions { Pacing = Pacing.Unpaced });
        using var pcm = stream.OpenPcm(SampleType.F32);
        using var cancel = new CancellationTokenSource();
        var reading = pcm.ReadAsync(new byte[100], cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading.WaitAsync(Ample, Stop));
        stream.Start();
        using var all = new MemoryStream();
        await pcm.CopyToAsync(all, Stop);
        Assert.Equal(4800 * 8, all.Length);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_disposal_ends_a_read_in_progress(bool owns)
    {
        using var stream = AudioStream.Open("silence:");
        var pcm = new PcmStream(stream, SampleType.S16, owns);
        var reading = pcm.ReadAsync(new byte[100], Stop).AsTask();
        await pcm.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => reading.WaitAsync(Ample, Stop));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => pcm.ReadAsync(new byte[100], Stop).AsTask());
        Assert.False(pcm.CanRead);
        Assert.Equal(owns ? LifeState.Disposed : LifeState.Created, stream.State);
        await pcm.DisposeAsync();
    }

    [Fact]
    public async Task A_stream_that_has_failed_throws_its_failure_after_its_last_audio()
    {
        using var stream = AudioStream.Open("exec:head -c 4000 /dev/zero; exit 3");
        using var pcm = stream.OpenPcm(SampleType.F32);
        stream.Start();
        using var all = new MemoryStream();
        var failure = await Assert.ThrowsAsync<AudioException>(() => pcm.CopyToAsync(all, Stop).WaitAsync(Ample, Stop));
        Assert.Equal(AudioErrorCode.ProcessFailed, failure.Code);
        Assert.Equal(4000, all.Length);
    }

    [Fact]
    public async Task Reads_into_an_array_check_their_range_and_give_the_same()
    {
        using var stream = AudioStream.Open("counter", () => new CountingSource(4800), new StreamOptions { Pacing = Pacing.Unpaced });
        using var pcm = stream.OpenPcm(SampleType.F32);
        stream.Start();
        var buffer = new byte[12];
#pragma warning disable CA1835 // this overload is what is tested
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => pcm.ReadAsync(buffer, 4, 12, Stop));
        Assert.Throws<ArgumentOutOfRangeException>(() => pcm.Read(buffer, 4, 12));
        Assert.Equal(8, await pcm.ReadAsync(buffer, 4, 8, Stop));
#pragma warning restore CA1835
        Assert.Equal(CountingSource.Sample(0, 1), BitConverter.ToSingle(buffer, 8));
        Assert.False(pcm.CanWrite || pcm.CanSeek);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_blocking_disposal_disposes_the_stream_only_if_it_owns_it(bool owns)
    {
        using var stream = AudioStream.Open("silence:");
        new PcmStream(stream, SampleType.S16, owns).Dispose();
        Assert.Equal(owns ? LifeState.Disposed : LifeState.Created, stream.State);
    }

    [Fact]
    public async Task A_cancelled_token_refuses_audio_that_is_available()
    {
        using var stream = AudioStream.Open("counter", () => new CountingSource(4800), new StreamOptions { Pacing = Pacing.Unpaced });
        using var pcm = stream.OpenPcm(SampleType.F32);
        stream.Start();
        Assert.Equal(8, await pcm.ReadAsync(new byte[8], Stop)); // the rest of the chunk is at hand
        var cancelled = new CancellationToken(canceled: true);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pcm.ReadAsync(new byte[8], cancelled).AsTask());
        using var rest = new MemoryStream();
        await pcm.CopyToAsync(rest, Stop);
        Assert.Equal(4800 * 8 - 8, rest.Length);
    }

    [Fact]
    public void The_blocking_read_gives_the_same()
    {
        using var stream = AudioStream.Open("counter", () => new CountingSource(4800), new StreamOptions { Pacing = Pacing.Unpaced });
        using var pcm = stream.OpenPcm(SampleType.F32);
        stream.Start();
        using var all = new MemoryStream();
        pcm.CopyTo(all);
        Assert.Equal(4800 * 8, all.Length);
    }

    [Fact]
    public async Task Blocks_are_copies_with_their_place_and_gap()
    {
        using var stream = AudioStream.Open("counter", () => new CountingSource(480 * 30),
            new StreamOptions { RingChunks = 10, Clock = new VirtualClock(), RealTimePriority = false });
        var blocks = new List<AudioBlock>();
        await using var reading = stream.ReadBlocksAsync(new() { History = TimeSpan.MaxValue }, Stop).GetAsyncEnumerator(Stop);
        stream.Start();
        await stream.Ended.WaitAsync(Ample, Stop);
        while (await reading.MoveNextAsync()) blocks.Add(reading.Current);
        Assert.Equal(10, blocks.Count);
        for (var i = 0; i < blocks.Count; i++)
        {
            Assert.Equal(480 * (20 + i), blocks[i].Position);
            Assert.Equal(480, blocks[i].Frames);
            Assert.Equal(CountingSource.Sample(480 * (20 + i), 0), blocks[i].Samples[0]);
        }
    }
}
