using Continuo.Cli.Reports.Playing;
using Continuo.Mixing;

namespace Continuo.Cli.Play;

/// <summary>What plays, for who watches it and presses keys: in this process or in the engine's.</summary>
internal interface IPlayDesk
{
    /// <summary>How it is doing now.</summary>
    PlayStatus Look();

    /// <summary>Pauses what plays, and plays what does not.</summary>
    void Toggle();

    /// <summary>Goes to a frame of the piece.</summary>
    void Seek(long frame);

    /// <summary>Sets a track, by its place in <see cref="PlayStatus.Tracks"/>.</summary>
    void Set(int track, TrackSettings settings);

    /// <summary>Waits for the end, no longer than that; whether it came.</summary>
    /// <exception cref="OperationCanceledException">The waiting was cancelled.</exception>
    Task<bool> WaitForEndAsync(TimeSpan most, CancellationToken stop);

    /// <summary>What became of it.</summary>
    PlayReport Report();
}
