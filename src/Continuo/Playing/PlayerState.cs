namespace Continuo.Playing;

/// <summary>State of a <see cref="Player"/>.</summary>
/// <remarks>
/// Play: any → Playing. Pause: Playing → Paused → (Resume) Playing. Stop: any → Stopped. The end of all tracks: Playing → Ended.
/// </remarks>
public enum PlayerState
{
    /// <summary>Stopped. Playing starts at the position set by <see cref="Player.Seek(long)"/>, or at 0.</summary>
    Stopped,

    /// <summary>Playing, or waiting for the tracks to be read.</summary>
    Playing,

    /// <summary>Paused; the position is kept.</summary>
    Paused,

    /// <summary>All tracks have ended. Playing starts from the beginning.</summary>
    Ended,
}
