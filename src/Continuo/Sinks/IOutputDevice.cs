using Continuo.Diagnostics;

namespace Continuo.Sinks;

/// <summary>
/// A sink with its own clock, such as a loudspeaker. A write blocks until there is room. Written audio is heard after a latency.
/// <see cref="IAudioSink.Finish"/> drains the device.
/// </summary>
/// <remarks>
/// To query the clock of a sink, use <see cref="IAudioSink.Output"/>, which decorators forward; write audio to the sink itself. Call all
/// members from the writing thread, except <see cref="Underruns"/>.
/// </remarks>
public interface IOutputDevice : IAudioSink
{
    /// <summary>Number of frames written that have not been heard yet, as of the last write.</summary>
    long LatencyFrames { get; }

    /// <summary>Number of underruns: nothing was written in time. Thread-safe.</summary>
    long Underruns { get; }

    /// <summary>
    /// Waits until the output has room for <paramref name="frames"/> more frames, so that they can be rendered as late as possible. A
    /// following <see cref="IAudioSink.Write"/> of that size does not block. Allocates nothing.
    /// </summary>
    /// <returns><see langword="true"/> if there is room; <see langword="false"/> if there was none for about <paramref name="timeout"/>,
    /// because the device is suspended or its server hangs.</returns>
    /// <exception cref="Audio.AudioException">The device was removed or its server stopped.</exception>
    /// <exception cref="OperationCanceledException">The output was interrupted.</exception>
    bool WaitForRoom(int frames, TimeSpan timeout);

    /// <summary>
    /// Sets the number of frames the open output buffers, which is its latency. After an increase, more frames can be written at once;
    /// after a decrease, no frames are discarded. Allocates nothing.
    /// </summary>
    /// <returns><see langword="true"/> if the buffer size was set; <see langword="false"/> if it is fixed.</returns>
    /// <exception cref="Audio.AudioException">The device was removed or its server stopped.</exception>
    bool TryHold(int frames);

    /// <summary>
    /// Returns the best number of frames to render and write at a time. A device that requests less than a block has fewer underruns if
    /// it receives such pieces as soon as they are ready. Real-time-safe.
    /// </summary>
    /// <param name="blockFrames">Block length in frames; two blocks are buffered ahead.</param>
    /// <returns>The block length or an integer fraction of it.</returns>
    [RealTime]
    int PieceFrames(int blockFrames);
}
