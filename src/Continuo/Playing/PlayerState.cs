namespace Continuo.Playing;

/// <summary>What a <see cref="Player"/> is about.</summary>
/// <remarks>Play: any → Playing. Pause: Playing → Paused → (Resume) Playing. Stop: any → Stopped. The end of all tracks: Playing → Ended.</remarks>
public enum PlayerState
{
    /// <summary>Silent; playing begins where <see cref="Player.Seek(long)"/> says, else at 0.</summary>
    Stopped,

    /// <summary>Playing, or about to as soon as the tracks are read.</summary>
    Playing,

    /// <summary>Silent, and goes on where it is.</summary>
    Paused,

    /// <summary>All tracks have come to their end; playing begins anew.</summary>
    Ended,
}
