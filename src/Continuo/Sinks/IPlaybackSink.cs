using Continuo.Diagnostics;

namespace Continuo.Sinks;

/// <summary>A timed sink that paces whoever writes, by a clock of its own: a device.</summary>
public interface IPlaybackSink : ITimedSink
{
    /// <summary>
    /// Waits until the device wants <paramref name="frames"/> more, so that they can be rendered as late as possible; a
    /// <see cref="IAudioSink.Write"/> of them then does not block. Allocates nothing.
    /// </summary>
    /// <returns>Whether it does; <see langword="false"/> if it has not wanted them for about <paramref name="timeout"/>, because it sleeps, say.</returns>
    /// <exception cref="Audio.AudioException">The device or its server has gone away.</exception>
    bool WaitForRoom(int frames, TimeSpan timeout);

    /// <summary>
    /// How much of a block is best rendered and written at a time. A device that asks for less than a block runs dry the later, the sooner it
    /// gets what it asks for. Real-time-safe.
    /// </summary>
    /// <param name="blockFrames">The block, of which two are kept ahead.</param>
    /// <returns>A whole fraction of it; all of it unless the sink knows better.</returns>
    [RealTime]
    int PieceFrames(int blockFrames) => blockFrames;
}
