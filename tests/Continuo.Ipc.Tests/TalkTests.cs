using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Sinks;
using Continuo.Sources;
using Continuo.Streams;

namespace Continuo.Ipc.Tests;

/// <summary>Clients that talk, and sinks that serve.</summary>
public sealed class TalkTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);
    private static readonly AudioSystem System = new AudioSystem().UseIpc();

    private readonly string _directory = Directory.CreateTempSubdirectory("continuo-ipc-").FullName;

    private string SocketPath => Path.Combine(_directory, "talk.sock");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData("")]
    [InlineData("&codec=s16")]
    public void What_a_client_talks_arrives_bit_for_bit(string options)
    {
        using var source = Receive();
        var talking = Task.Run(() => Talk(48_123, $"?connect&budget=60000&silence=60000{options}"), TestContext.Current.CancellationToken);
        var heard = Process(source, 48_123);
        talking.Wait(Long, TestContext.Current.CancellationToken);
        for (var i = 0; i < heard.Count; i++) Assert.Equal(ServerFixture.Value(i / 2), heard[i]);
        Assert.Equal(1, source.Senders);
    }

    [Fact]
    public void After_a_talker_comes_the_next_and_between_them_is_silence()
    {
        using var source = Receive();
        Assert.Equal(SourceStatus.Idle, source.Read(new float[960], TimeSpan.Zero).Status);
        for (var talker = 1; talker <= 3; talker++)
        {
            var talking = Task.Run(() => Talk(4800, "?connect&budget=60000&silence=60000"), TestContext.Current.CancellationToken);
            Process(source, 4800);
            while (!talking.IsCompleted) source.Read(new float[960], TimeSpan.FromMilliseconds(10));
            Until(() => source.Read(new float[960], TimeSpan.Zero).Status == SourceStatus.Idle);
            Assert.Equal(talker, source.Senders);
        }

        Assert.Empty(source.Faults);
    }

    [Fact]
    public void A_second_talker_and_one_of_another_rate_are_refused()
    {
        using var source = Receive();
        using var stop = new CancellationTokenSource();
        var reading = Task.Run(() => { while (!stop.IsCancellationRequested) source.Read(new float[960], TimeSpan.FromMilliseconds(10)); },
            TestContext.Current.CancellationToken);
        using var first = Sink("?connect&silence=60000");
        first.Open(AudioFormat.Default);
        using var second = Sink("?connect&silence=60000");
        Assert.Equal(AudioErrorCode.ServerUnavailable, Assert.Throws<AudioException>(() => second.Open(AudioFormat.Default)).Code);
        var other = Assert.Throws<AudioException>(() => second.Open(new AudioFormat(44_100, 2)));
        Assert.Equal(AudioErrorCode.Unsupported, other.Code);
        Assert.Contains("48000", other.Message, StringComparison.Ordinal);
        using var listener = System.CreateSource(
            AudioAddress.Parse($"ipc:{SocketPath}?silence=60000"), new StreamOptions().ToSourceRequest());
        Assert.Equal(AudioErrorCode.Unsupported, Assert.Throws<AudioException>(listener.Open).Code);
        stop.Cancel();
        reading.Wait(Long, TestContext.Current.CancellationToken);
    }

    [Fact]
    public void A_talker_finds_its_server_again()
    {
        var source = Receive();
        using var sink = Sink("?connect&silence=60000");
        var opening = Task.Run(() => sink.Open(AudioFormat.Default), TestContext.Current.CancellationToken);
        while (!opening.IsCompleted) source.Read(new float[960], TimeSpan.FromMilliseconds(10));
        opening.GetAwaiter().GetResult();
        source.Dispose();
        using var next = Receive();
        Until(() =>
        {
            sink.Write(new float[960]);
            return next.Read(new float[960], TimeSpan.FromMilliseconds(10)).Status == SourceStatus.Data;
        });
        Assert.True(((IpcClientSink)sink).Reconnects >= 1);
    }

    [Fact]
    public void A_sink_serves_what_is_written_to_whoever_listens()
    {
        using var sink = Sink("?budget=60000&silence=60000");
        sink.Open(AudioFormat.Default);
        using var source = System.CreateSource(
            AudioAddress.Parse($"ipc:{SocketPath}?silence=60000"), new StreamOptions().ToSourceRequest());
        source.Open();
        var writing = Task.Run(
            () =>
            {
                sink.Write(Samples(10_000));
                sink.Finish();
            },
            TestContext.Current.CancellationToken);
        var heard = Process(source, 10_000);
        writing.Wait(Long, TestContext.Current.CancellationToken);
        for (var i = 0; i < heard.Count; i++) Assert.Equal(ServerFixture.Value(i / 2), heard[i]);
        Assert.Equal(10_000, sink.FramesWritten);
        Assert.False(File.Exists(SocketPath));
    }

    [Fact]
    public void A_slow_listener_that_makes_progress_receives_the_end()
    {
        using var sink = Sink("?budget=60000&silence=60000");
        sink.Open(AudioFormat.Default);
        using var source = System.CreateSource(
            AudioAddress.Parse($"ipc:{SocketPath}?silence=60000"), new StreamOptions().ToSourceRequest());
        source.Open();
        sink.Write(Samples(9_600));
        var finishing = Task.Run(sink.Finish, TestContext.Current.CancellationToken);
        var heard = Process(
            source, 9_600, () => Thread.Sleep(150)); // 3 s in all, longer than the sink waits for a listener that takes nothing
        finishing.Wait(Long, TestContext.Current.CancellationToken);
        for (var i = 0; i < heard.Count; i++) Assert.Equal(ServerFixture.Value(i / 2), heard[i]);
    }

    [Fact]
    public void A_talker_without_a_server_is_informed_when_it_opens()
    {
        using var sink = Sink("?connect&silence=60000");
        Assert.Equal(AudioErrorCode.NotFound, Assert.Throws<AudioException>(() => sink.Open(AudioFormat.Default)).Code);
    }

    private static float[] Samples(int frames)
    {
        var samples = new float[frames * 2];
        for (var i = 0; i < samples.Length; i++) samples[i] = ServerFixture.Value(i / 2);
        return samples;
    }

    private static List<float> Process(IAudioSource source, int frames, Action? between = null)
    {
        var heard = new List<float>();
        var block = new float[960];
        var deadline = Environment.TickCount64 + (long)Long.TotalMilliseconds;
        while (heard.Count < frames * 2)
        {
            between?.Invoke();
            var read = source.Read(block, TimeSpan.FromMilliseconds(100));
            Assert.True(read.Status is SourceStatus.Data or SourceStatus.Nothing or SourceStatus.Idle, read.Status.ToString());
            Assert.Equal(0, read.GapFrames);
            heard.AddRange(block.AsSpan(0, read.Frames * 2));
            Assert.True(Environment.TickCount64 < deadline);
        }

        return heard;
    }

    private static void Until(Func<bool> condition)
    {
        var deadline = Environment.TickCount64 + (long)Long.TotalMilliseconds;
        while (!condition()) Assert.True(Environment.TickCount64 < deadline);
    }

    private void Talk(int frames, string options)
    {
        using var sink = Sink(options);
        sink.Open(AudioFormat.Default);
        sink.Write(Samples(frames));
        sink.Finish();
    }

    private IpcListeningSource Receive()
    {
        var source = new IpcListeningSource(SocketPath, AudioFormat.Default, Long, SystemClock.Instance);
        source.Open();
        return source;
    }

    private IAudioSink Sink(string options) =>
        System.CreateSink(AudioAddress.Parse($"ipc:{SocketPath}{options}"), new SinkRequest(null, SystemClock.Instance));
}
