using Continuo.Rooms.Mixing;

namespace Continuo.Rooms.Announcing;

/// <summary>An announcement in a room: a speaker that leaves when it has ended. Thread-safe.</summary>
public sealed class Announcement : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _stop = new();

    internal Announcement(RoomSpeaker speaker, Func<bool> hasEnded, Func<ValueTask> free)
    {
        Speaker = speaker;
        Completion = RunAsync(hasEnded, free);
    }

    /// <summary>The speaker that it is.</summary>
    public RoomSpeaker Speaker { get; }

    /// <summary>Completes when it has been heard, was stopped, or the room has closed. Never faults.</summary>
    public Task Completion { get; }

    /// <summary>Ends it at once. Idempotent.</summary>
    public void Stop()
    {
        Speaker.Leave();
        _stop.Cancel();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Stop();
        await Completion.ConfigureAwait(false);
    }

    private async Task RunAsync(Func<bool> hasEnded, Func<ValueTask> free)
    {
        while (!hasEnded() && !Speaker.Lane.IsGone && Speaker.Failure is null && !_stop.IsCancellationRequested)
        {
            await Task.Delay(Interval, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Speaker.Leave();
        await free().ConfigureAwait(false);
    }
}
