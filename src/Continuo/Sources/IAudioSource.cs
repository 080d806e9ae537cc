using Continuo.Audio;

namespace Continuo.Sources;

/// <summary>
/// A source of audio: a device, file, pipe or network. One thread opens and reads; only <see cref="Interrupt"/> is thread-safe. A source
/// reports the frames it received and their capture time. The stream adds the timeline, fills gaps and paces reading.
/// </summary>
public interface IAudioSource : IDisposable
{
    /// <summary>Format of the frames from <see cref="Read"/>. Valid after <see cref="Open"/>; reopening does not change it.</summary>
    AudioFormat Format { get; }

    /// <summary>What determines the speed of delivery.</summary>
    SourcePace Pace { get; }

    /// <summary>One-line description of the captured source, e.g. <c>firefox (pid 1234) on PulseAudio 16.1</c>.</summary>
    string Description { get; }

    /// <summary>
    /// Connects to the device, file or process, or reconnects after <see cref="SourceStatus.Lost"/>. May block for seconds;
    /// <see cref="Interrupt"/> ends it with <see cref="OperationCanceledException"/>.
    /// </summary>
    /// <exception cref="AudioException">The source cannot be opened; the error code states the reason.</exception>
    /// <exception cref="OperationCanceledException"><see cref="Interrupt"/> was called.</exception>
    void Open();

    /// <summary>
    /// Reads the available frames, or waits for them. On a live device the capture thread calls only this method: it must not allocate,
    /// lock or log in steady state, and must not throw for external conditions such as a removed device.
    /// </summary>
    /// <param name="destination">Receives frames × channels, interleaved. May be filled only partly.</param>
    /// <param name="timeout">Maximum wait before <see cref="SourceStatus.Nothing"/> or <see cref="SourceStatus.Idle"/> is returned.</param>
    /// <exception cref="AudioException">The source has failed permanently, for example a child process exited with an error. Thrown
    /// instead of <see cref="SourceStatus.End"/>, after all earlier audio has been read.</exception>
    SourceRead Read(Span<float> destination, TimeSpan timeout);

    /// <summary>
    /// Makes a blocked <see cref="Open"/> or <see cref="Read"/> return soon, and the next call at once. Remains in effect until the next
    /// <see cref="Open"/> begins. Thread-safe.
    /// </summary>
    void Interrupt();
}
