using Continuo.Audio;
using Continuo.Live;
using Continuo.Metering;
using Continuo.Mixing;
using Continuo.Recording;
using Continuo.Sinks;
using Continuo.Streams;

namespace Continuo.Playing;

/// <summary>
/// Plays one live stream to a device or another sink with its own clock (<see cref="IOutputDevice"/>), at a constant delay. Combines a
/// <see cref="LiveInput"/> and a <see cref="Playback"/>, without limiter or meters. Use a <see cref="Recorder"/> for files: it never
/// skips audio.
/// <code>
/// using var stream = AudioStream.Open("app:firefox", system: audio);
/// using var playback = LivePlayback.Start(stream, audio.CreateSink(AudioAddress.Parse("device:"), request));
/// stream.Start();
/// </code>
/// </summary>
/// <remarks>All members are thread-safe; none is real-time-safe.</remarks>
public sealed class LivePlayback : IDisposable, IAsyncDisposable
{
    private readonly Player _player;
    private readonly TaskCompletionSource<RecordingResult> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private LivePlayback(AudioStream stream, IAudioSink sink, PlaybackOptions options, LiveInputOptions live)
    {
        var plain = new MixerOptions
        {
            MaxBlockFrames = options.BlockFrames,
            Limiter = null,
            MasterMeters = MeterParts.None,
            TrackMeters = MeterParts.None,
            BusMeters = MeterParts.None
        };
        _player = new Player(stream.Format, options with { Mixer = plain, ReaderThread = false, Clock = stream.Options.Clock });
        try
        {
            Input = _player.AddLive(stream, live: live).Live!;
            Playback = new Playback(_player, sink, endsWithPlayer: true);
            _player.Play();
            Playback.Start();
        }
        catch
        {
            if (Playback is null) sink.Dispose();
            else Playback.Dispose();
            _player.Dispose();
            throw;
        }

        _ = CompleteAsync();
    }

    /// <summary>The input from the stream: delay, drift, missing audio.</summary>
    public LiveInput Input { get; }

    /// <summary>The playback to the sink: write-ahead, underruns, outages.</summary>
    public Playback Playback { get; }

    /// <summary>Number of frames delivered, including concealed ones.</summary>
    public long Frames => Input.Statistics is var s ? s.Frames + s.ConcealedFrames : 0;

    /// <summary>Completes when the stream has ended and been played, or the playback was stopped or failed. Never faults.</summary>
    public Task<RecordingResult> Completion => _completion.Task;

    /// <summary>Opens the sink and starts playing the stream.</summary>
    /// <param name="stream">The stream. Not owned; may be started before or after this call.</param>
    /// <param name="sink">The sink, not yet opened. Owned by the playback.</param>
    /// <param name="options">Block length and write-ahead; <see langword="null"/>: <see cref="PlaybackOptions.Balanced"/>.</param>
    /// <param name="live"><see langword="null"/>: <see cref="LiveInputOptions.Default"/>.</param>
    /// <exception cref="AudioException">The sink cannot be opened, or an option is out of range.</exception>
    public static LivePlayback Start(AudioStream stream, IAudioSink sink, PlaybackOptions? options = null, LiveInputOptions? live = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(sink);
        return new LivePlayback(stream, sink, options ?? PlaybackOptions.Balanced, live ?? LiveInputOptions.Default);
    }

    /// <summary>
    /// Stops, finishes and disposes the sink. Returns within <see cref="Playback.StopBudget"/>; a device that hangs is interrupted.
    /// </summary>
    public void Dispose()
    {
        Playback.Dispose();
        FreePlayer();
    }

    /// <summary>Asynchronous version of <see cref="Dispose"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        await Playback.DisposeAsync().ConfigureAwait(false);
        FreePlayer();
    }

    /// <summary>Frees the player when no thread renders any more: at once, unless a call hangs in the device.</summary>
    private void FreePlayer() =>
        Playback.Ended.ContinueWith(static (_, player) => ((Player)player!).Dispose(), _player, CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    private async Task CompleteAsync()
    {
        await Playback.Ended.ConfigureAwait(false);
        var statistics = Input.Statistics;
        _completion.TrySetResult(new RecordingResult(Frames, 0, 0, statistics.Underruns + statistics.Jumps, statistics.ConcealedFrames,
            Playback.Failure));
    }
}
