namespace Continuo.Mixing;

/// <summary>All settings of the control side at one instant. Immutable once published.</summary>
/// <param name="Number">Increases with each snapshot.</param>
/// <param name="Groups">The tracks of the master, then those of each bus.</param>
/// <param name="Master">The master's fader.</param>
/// <param name="AnySolo">Whether a track is solo.</param>
internal sealed record MixSnapshot(long Number, MixSnapshot.Group[] Groups, FaderSettings Master, bool AnySolo)
{
    /// <summary>Tracks that are summed together.</summary>
    /// <param name="Bus">The bus; <see langword="null"/> for the master.</param>
    /// <param name="Fader">The bus's fader.</param>
    /// <param name="Tracks">The tracks.</param>
    /// <param name="Settings">Their settings, in the same order.</param>
    internal sealed record Group(MixBus? Bus, FaderSettings Fader, MixTrack[] Tracks, TrackSettings[] Settings);
}
