using Continuo.Audio;
using Continuo.Live;
using Continuo.Metering;
using Continuo.Mixing;
using Continuo.Recording;
using Continuo.Sinks;
using Continuo.Streams;

namespace Continuo.Playing;

/// <summary>
/// Plays one live stream to a device, or to whatever else has a clock of its own (<see cref="IOutputDevice"/>), at a delay that is held: a
/// <see cref="LiveInput"/> and a <see cref="Playback"/>, without limiter or meters. A <see cref="Recorder"/> is for files: it never leaves anything out, and so would
/// stay behind for as long as a device has once stalled.
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
        var plain = new MixerOptions { MaxBlockFrames = options.BlockFrames, Limiter = null, MasterMeters = MeterParts.None, TrackMeters = MeterParts.None, BusMeters = MeterParts.None };
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

    /// <summary>How the stream is followed: delay, drift, what is missing.</summary>
    public LiveInput Input { get; }

    /// <summary>How the sink is written to: write-ahead, underruns, outages.</summary>
    public Playback Playback { get; }

    /// <summary>Frames delivered so far, concealed ones included.</summary>
    public long Frames => Input.Statistics is var s ? s.Frames + s.ConcealedFrames : 0;

    /// <summary>Completed, never faulted, when the stream has ended and been played out, or the playback was stopped or failed.</summary>
    public Task<RecordingResult> Completion => _completion.Task;

    /// <summary>Opens the sink and plays the stream from now on.</summary>
    /// <param name="stream">Not owned; may be started before or after.</param>
    /// <param name="sink">Not yet opened; owned from here on.</param>
    /// <param name="options">Block length and write-ahead; <see langword="null"/>: <see cref="PlaybackOptions.Balanced"/>.</param>
    /// <param name="live"><see langword="null"/>: <see cref="LiveInputOptions.Default"/>.</param>
    /// <exception cref="AudioException">The sink cannot be opened, or an option is out of range.</exception>
    public static LivePlayback Start(AudioStream stream, IAudioSink sink, PlaybackOptions? options = null, LiveInputOptions? live = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(sink);
        return new LivePlayback(stream, sink, options ?? PlaybackOptions.Balanced, live ?? LiveInputOptions.Default);
    }

    /// <summary>Stops, finishes the sink and frees it. Returns within <see cref="Playback.StopBudget"/>: a device that hangs is interrupted.</summary>
    public void Dispose()
    {
        Playback.Dispose();
        FreePlayer();
    }

    /// <summary><see cref="Dispose"/> without blocking a thread.</summary>
    public async ValueTask DisposeAsync()
    {
        await Playback.DisposeAsync().ConfigureAwait(false);
        FreePlayer();
    }

    /// <summary>The player is freed when nothing renders any more: at once, unless a call hangs in the device.</summary>
    private void FreePlayer() => Playback.Ended.ContinueWith(static (_, player) => ((Player)player!).Dispose(), _player, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    private async Task CompleteAsync()
    {
        await Playback.Ended.ConfigureAwait(false);
        var statistics = Input.Statistics;
        _completion.TrySetResult(new RecordingResult(Frames, 0, 0, statistics.Underruns + statistics.Jumps, statistics.ConcealedFrames, Playback.Failure));
    }
}
