using Continuo.Audio;
using Continuo.Hosting.Configuration;
using Continuo.Hosting.Watching;
using Continuo.Playing;
using Continuo.Recording;
using Continuo.Rings;
using Continuo.Sinks;
using Continuo.Sources;
using Continuo.Streams;
using Continuo.Threading;

namespace Continuo.Hosting.Tests;

public sealed class AudioHostTests
{
    private static readonly TimeSpan Ample = TimeSpan.FromSeconds(60);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_recording_started_before_the_host_begins_with_the_first_frame_and_is_finished_by_the_stop()
    {
        using var folder = new TemporaryFolder();
        await using var host = new AudioHost();
        host.OpenStream("tone", "tone:440?seconds=0.5", new StreamOptions { Pacing = Pacing.Unpaced });
        var recorder = host.StartRecording("take", "tone", folder["take.wav"]);
        host.Start();
        var result = await recorder.Completion.WaitAsync(Ample, Stop);
        await host.StopAsync(Stop);

        Assert.Null(result.Failure);
        Assert.Equal(24_000, result.Frames);
        var recording = Assert.Single(host.Snapshot().Recordings);
        Assert.Equal(
            new RecordingSnapshot("take", "tone", folder["take.wav"], RecordingState.Finished, TimeSpan.FromSeconds(0.5), 0,
                null)
            { StartedAt = recording.StartedAt },
            recording);
        Assert.Equal(LifeState.Stopped, host.State);
    }

    [Fact]
    public async Task A_recording_goes_to_a_sink_of_the_callers_and_its_reader_has_its_name()
    {
        using var folder = new TemporaryFolder();
        await using var host = new AudioHost();
        var stream = host.OpenStream("tone", "tone:440");
        var recorder = host.StartRecording("take", "tone", "mine",
            _ => new WavFileSink(folder["take.wav"]),
            new RecorderOptions { Name = "take" });
        Assert.Same(recorder, host.GetRecording("take"));
        using var pulled = stream.OpenReader(new RingReaderOptions { Name = "decoder", Kind = "whep" });
        Assert.Equal([("recorder", "take"), ("whep", "decoder")], stream.Readers.Select(r => (r.Kind, r.Name)).Order());
        Assert.Equal(2, stream.Readers.Select(r => r.Id).Distinct().Count());
        host.Start();
        while (recorder.Frames < 4800) await Task.Delay(5, Stop);
        Assert.Null((await host.FinishRecordingAsync("take", Stop)).Failure);
        Assert.Equal("mine", Assert.Single(host.Snapshot().Recordings).To);
        Assert.Empty(recorder.Gaps);
        Assert.True(File.Exists(folder["take.wav"]));
        Assert.False(host.TryGetStream("absent", out _));
        Assert.True(host.TryGetStream("tone", out var found));
        Assert.Same(stream, found);
    }

    [Fact]
    public async Task A_stop_ends_players_streams_and_recordings_and_no_frame_captured_before_is_lost()
    {
        using var folder = new TemporaryFolder();
        await using var host = new AudioHost();
        var stream = host.OpenStream("tone", "tone:440");
        var recorder = host.StartRecording("take", "tone", folder["take.wav"]);
        var player = host.OpenPlayer("music", "null:");
        player.AddLive(stream);
        player.Play();
        host.Start();
        while (recorder.Frames < 4800) await Task.Delay(5, Stop);
        await host.StopAsync(Stop).WaitAsync(Ample, Stop);

        var result = await recorder.Completion.WaitAsync(Ample, Stop);
        Assert.Null(result.Failure);
        Assert.Equal(stream.Statistics.Frames, result.Frames);
        Assert.Equal(StreamHealth.Stopped, stream.Health);
    }

    [Fact]
    public async Task A_disposal_alone_finishes_recordings_and_ends_watchers()
    {
        using var folder = new TemporaryFolder();
        var host = new AudioHost();
        host.OpenStream("tone", "tone:440");
        var recorder = host.StartRecording("take", "tone", folder["take.wav"]);
        host.Start();
        var events = new List<HostEventKind>();
        var isWatching = new TaskCompletionSource();
        var watching = Task.Run(
            async () =>
            {
                await foreach (var change in host.WatchAsync(Stop))
                {
                    events.Add(change.Kind);
                    isWatching.TrySetResult();
                }
            },
            Stop);
        await isWatching.Task.WaitAsync(Ample, Stop);
        while (recorder.Frames < 4800) await Task.Delay(5, Stop);
        await host.DisposeAsync();

        Assert.Null((await recorder.Completion.WaitAsync(Ample, Stop)).Failure);
        await watching.WaitAsync(Ample, Stop);
        Assert.Equal(HostEventKind.Snapshot, events[0]);
        Assert.Contains(HostEventKind.RecordingFinished, events);
        Assert.Throws<ObjectDisposedException>(host.Snapshot);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await host.WatchAsync(Stop).FirstAsync(Stop));
        await host.DisposeAsync();
        host.Dispose();
    }

    [Fact]
    public async Task What_is_opened_while_the_host_runs_starts_at_once()
    {
        await using var host = new AudioHost();
        host.Start();
        var stream = host.OpenStream("tone", "tone:440?seconds=0.1");
        await stream.Ended.WaitAsync(Ample, Stop);
        Assert.Equal(4800, stream.Statistics.Frames);
    }

    [Fact]
    public async Task Names_are_unique_and_what_is_missing_is_reported_with_what_there_is()
    {
        await using var host = new AudioHost();
        host.OpenStream("a", "tone:440");
        host.OpenStream("b", "silence:");

        Assert.Contains("in use", Assert.Throws<AudioException>(() => host.OpenStream("a", "tone:880")).Message, StringComparison.Ordinal);
        Assert.Contains("empty", Assert.Throws<AudioException>(() => host.OpenStream(" ", "tone:880")).Message, StringComparison.Ordinal);
        var missing = Assert.Throws<AudioException>(() => host.GetStream("c"));
        Assert.Equal(AudioErrorCode.NotFound, missing.Code);
        Assert.Contains("'a', 'b'", missing.Message, StringComparison.Ordinal);
        Assert.Equal(AudioErrorCode.NotFound, Assert.Throws<AudioException>(() => host.StartRecording("take", "c", "take.wav")).Code);
        Assert.Equal(AudioErrorCode.NotFound, Assert.Throws<AudioException>(() => host.GetPlayer("c")).Code);
    }

    [Fact]
    public async Task A_name_whose_opening_failed_is_free_and_no_event_reports_it()
    {
        await using var host = new AudioHost();
        Assert.Throws<AudioException>(() => host.OpenStream("a", "no-such-file.wav"));
        Assert.Throws<AudioException>(() => host.OpenPlayer("a", "tone:440"));
        Assert.Equal(0, host.Version);

        host.OpenStream("a", "tone:440");
        Assert.Throws<AudioException>(() => host.StartRecording("take", "a", "/no/such/folder/take.wav"));
        Assert.Empty(host.Snapshot().Recordings);
        Assert.Equal(1, host.Version);
    }

    [Fact]
    public async Task A_removed_stream_finishes_its_recordings_and_frees_its_name()
    {
        using var folder = new TemporaryFolder();
        await using var host = new AudioHost();
        host.Start();
        var stream = host.OpenStream("tone", "tone:440");
        var recorder = host.StartRecording("take", "tone", folder["take.wav"]);
        await host.RemoveStreamAsync("tone", Stop);

        Assert.True(recorder.Completion.IsCompletedSuccessfully);
        Assert.Equal(LifeState.Disposed, stream.State);
        Assert.Empty(host.Snapshot().Streams);
        host.OpenStream("tone", "tone:880");
    }

    [Fact]
    public async Task An_ended_recordings_name_may_be_used_again_and_only_so_many_are_remembered()
    {
        using var folder = new TemporaryFolder();
        await using var host = new AudioHost(options: new AudioHostOptions { EndedRecordings = 2 });
        host.OpenStream("tone", "tone:440");
        host.Start();
        for (var i = 0; i < 4; i++)
        {
            host.StartRecording($"take{i}", "tone", folder[$"{i}.wav"]);
            await host.FinishRecordingAsync($"take{i}", Stop);
        }

        Assert.Equal(["take2", "take3"], host.Snapshot().Recordings.Select(r => r.Name));
        host.StartRecording("take3", "tone", folder["again.wav"]);
        Assert.Equal(["take2", "take3"], host.Snapshot().Recordings.Select(r => r.Name));
        Assert.Equal(RecordingState.Running, host.Snapshot().Recordings[1].State);
        Assert.Contains("in use", Assert.Throws<AudioException>(() => host.StartRecording("take3", "tone", folder["third.wav"])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stopped_host_takes_nothing_more_and_disposes_what_it_is_handed()
    {
        await using var host = new AudioHost();
        await host.StopAsync(Stop);
        Assert.Throws<InvalidOperationException>(() => host.OpenStream("a", "tone:440"));
        var own = AudioStream.Open("tone:440");
        Assert.Throws<InvalidOperationException>(() => host.AddStream("own", own));
        Assert.Equal(LifeState.Disposed, own.State);
        Assert.Throws<InvalidOperationException>(() => host.OpenPlayer("a", "null:"));
        Assert.Throws<InvalidOperationException>(host.Start);
        Assert.Equal(0, host.Version);
    }

    [Fact]
    public async Task A_host_whose_output_cannot_be_started_is_stopped()
    {
        await using var host = new AudioHost();
        var stream = host.OpenStream("tone", "tone:440");
        host.OpenPlayer("music", "/no/such/folder/mix.wav");
        Assert.Throws<AudioException>(host.Start);
        Assert.Equal(LifeState.Stopped, host.State);
        Assert.True(stream.Ended.IsCompleted);
    }

    [Fact]
    public async Task A_player_plays_a_file_and_its_end_is_an_event()
    {
        using var folder = new TemporaryFolder();
        await Sound.RecordAsync("tone:440?seconds=0.1", folder["tone.wav"], stop: Stop);
        await using var host = new AudioHost();
        host.Start();
        var player = host.OpenPlayer("music", "null:");
        player.Add(folder["tone.wav"], host.AudioSystem);
        player.Play();
        var end = await host.WatchAsync(Stop).FirstAsync(
            e => e.Player?.State == PlayerState.Ended || e.Snapshot?.Players[0].State == PlayerState.Ended, Stop);
        Assert.True(end.Version > 1);
        await host.RemovePlayerAsync("music");
        Assert.Empty(host.Snapshot().Players);
    }

    [Fact]
    public async Task A_recording_that_hangs_is_interrupted_and_the_stop_returns()
    {
        await using var host = new AudioHost(new AudioSystem().AddSink("null", (_, _) => new HangingSink()));
        var stream = host.OpenStream("tone", "tone:440");
        host.StartRecording("take", "tone", "null:");
        host.Start();
        while (stream.Statistics.Chunks < 3) await Task.Delay(5, Stop);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await host.StopAsync(cancelled.Token).WaitAsync(Ample, Stop);
        await host.WatchAsync(Stop)
            .FirstAsync(e => e.Kind == HostEventKind.RecordingFailed || e.Snapshot?.Recordings is [{ State: RecordingState.Failed }], Stop);
    }

    private sealed class HangingSink : IAudioSink
    {
        private readonly ManualResetEventSlim _interrupted = new();

        public string Description => "a sink that hangs";

        public long FramesWritten => 0;

        public void Open(AudioFormat format)
        {
        }

        public void Write(ReadOnlySpan<float> samples)
        {
            _interrupted.Wait();
            throw new OperationCanceledException();
        }

        public void Finish()
        {
        }

        public void Interrupt() => _interrupted.Set();

        public void Dispose()
        {
        }
    }
}
