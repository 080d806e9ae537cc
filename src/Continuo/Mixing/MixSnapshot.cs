namespace Continuo.Mixing;

/// <summary>Everything that the control side has to say, at one instant. Immutable once published.</summary>
/// <param name="Number">Rises by one with each.</param>
/// <param name="Groups">The tracks of the master, then those of each bus.</param>
/// <param name="Master">The master's fader.</param>
/// <param name="AnySolo">Whether a track is solo.</param>
internal sealed record MixSnapshot(long Number, MixSnapshot.Group[] Groups, FaderSettings Master, bool AnySolo)
{
    /// <summary>What is summed together.</summary>
    /// <param name="Bus">Where; <see langword="null"/> for the master.</param>
    /// <param name="Fader">The bus's fader.</param>
    /// <param name="Tracks">The tracks.</param>
    /// <param name="Settings">Theirs, in the same order.</param>
    internal sealed record Group(MixBus? Bus, FaderSettings Fader, MixTrack[] Tracks, TrackSettings[] Settings);
}
