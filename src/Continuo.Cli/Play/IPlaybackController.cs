using Continuo.Cli.Reports.Playing;
using Continuo.Mixing;

namespace Continuo.Cli.Play;

/// <summary>Controls playback, in this process or in the engine's, for the view and its keys.</summary>
internal interface IPlaybackController
{
    /// <summary>Current status.</summary>
    PlayStatus GetStatus();

    /// <summary>Toggles between play and pause.</summary>
    void Toggle();

    /// <summary>Seeks to a frame of the piece.</summary>
    void Seek(long frame);

    /// <summary>Sets a track, by its index in <see cref="PlayStatus.Tracks"/>.</summary>
    void Set(int track, TrackSettings settings);

    /// <summary>Waits for the end, at most <paramref name="most"/>; returns whether it has ended.</summary>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    Task<bool> WaitForEndAsync(TimeSpan most, CancellationToken stop);

    /// <summary>The final report.</summary>
    PlayReport Report();
}
