namespace Continuo.Sinks;

/// <summary>A timed sink that can be told while it plays how much it is to hold: how far whoever writes may be ahead of the ear.</summary>
public interface IAdjustableSink : ITimedSink
{
    /// <summary>
    /// Asks the open sink to hold so many frames from now on. More is written at once, less as it is played: nothing is thrown away. For the writing
    /// thread; allocates nothing.
    /// </summary>
    /// <returns>Whether it does; <see langword="false"/> if it was opened to hold a fixed amount.</returns>
    /// <exception cref="Audio.AudioException">The device has gone away.</exception>
    bool TryHold(int frames);
}
