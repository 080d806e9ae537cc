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
}
