using Continuo.Diagnostics;

namespace Continuo.Sinks;

/// <summary>
/// An output with a clock of its own: a loudspeaker, or whatever else plays at its own speed. A write waits until there is room, and what was written is heard a
/// while later. Opened, written, drained (<see cref="IAudioSink.Finish"/>) and interrupted as any <see cref="IAudioSink"/>.
/// </summary>
/// <remarks>
/// Whoever needs the clock of a sink asks for <see cref="IAudioSink.Output"/>, which decorators forward, and writes to the sink itself. For the writing thread, except
/// <see cref="Underruns"/>.
/// </remarks>
public interface IOutputDevice : IAudioSink
{
    /// <summary>Number of frames written that have not been heard yet, as of the last write.</summary>
    long LatencyFrames { get; }

    /// <summary>How often the output ran dry because nothing was written in time. Thread-safe.</summary>
    long Underruns { get; }

    /// <summary>
    /// Waits until the output has room for <paramref name="frames"/> more, so that they can be rendered as late as possible; a <see cref="IAudioSink.Write"/> of them
    /// then does not block. Allocates nothing.
    /// </summary>
    /// <returns>Whether there is room; <see langword="false"/> if there was none for about <paramref name="timeout"/>: the device sleeps, or its server hangs.</returns>
    /// <exception cref="Audio.AudioException">The device or its server has gone away.</exception>
    /// <exception cref="OperationCanceledException">The output was interrupted.</exception>
    bool WaitForRoom(int frames, TimeSpan timeout);

    /// <summary>
    /// Asks the open output to hold this many frames from now on: the distance between the writer and the ear. If that is more than before, more can be written at once; if
    /// less, nothing is discarded. Allocates nothing.
    /// </summary>
    /// <returns>Whether it does; <see langword="false"/> if it holds a fixed amount.</returns>
    /// <exception cref="Audio.AudioException">The device or its server has gone away.</exception>
    bool TryHold(int frames);

    /// <summary>
    /// Number of frames that are best rendered and written at a time. A device that asks for less than a block runs dry the later, the sooner it gets what it asks for.
    /// Real-time-safe.
    /// </summary>
    /// <param name="blockFrames">The block, of which two are kept ahead.</param>
    /// <returns>A whole fraction of the block, or all of it.</returns>
    [RealTime]
    int PieceFrames(int blockFrames);
}
