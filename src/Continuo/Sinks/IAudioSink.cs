using Continuo.Audio;

namespace Continuo.Sinks;

/// <summary>
/// A destination of audio: a device, file, pipe or network. One thread opens, writes and finishes; only <see cref="Interrupt"/> is
/// thread-safe. <see cref="IDisposable.Dispose"/> without <see cref="Finish"/> abandons the output; audio written before stays usable if
/// the sink supports it.
/// </summary>
public interface IAudioSink : IDisposable
{
    /// <summary>One-line description of the destination.</summary>
    string Description { get; }

    /// <summary>Number of frames written.</summary>
    long FramesWritten { get; }

    /// <summary>
    /// The device behind the sink, for a sink with its own clock: reports latency and free space. <see langword="null"/> for a sink
    /// without a clock, such as a file. The same object in every state of the sink.
    /// </summary>
    /// <remarks>
    /// An <see cref="IOutputDevice"/> returns itself. A decorator returns the inner sink's device, as <see cref="SinkDecorator"/> does.
    /// Write audio to the decorator, not to this device.
    /// </remarks>
    IOutputDevice? Output => this as IOutputDevice;

    /// <summary>
    /// Whether audio may be written in batches of about 50 ms instead of chunk by chunk, to save wake-ups. Suitable for files, not for
    /// playback. Read once, after <see cref="Open"/>. The default is <see langword="false"/>.
    /// </summary>
    bool PrefersBatches => false;

    /// <summary>
    /// Whether the sink transmits or stores timing: <see cref="WriteTimed"/> is called instead of <see cref="Write"/>, and gaps are not
    /// written as silence. Read once, after <see cref="Open"/>. The default is <see langword="false"/>.
    /// </summary>
    bool KeepsTiming => false;

    /// <summary>Opens the sink for audio of a format.</summary>
    /// <exception cref="AudioException">The sink cannot be opened or does not support the format.</exception>
    /// <exception cref="OperationCanceledException"><see cref="Interrupt"/> was called.</exception>
    void Open(AudioFormat format);

    /// <summary>Writes frames. May block while the device or disk is busy.</summary>
    /// <param name="samples">Frames × channels, interleaved, −1…1.</param>
    /// <exception cref="AudioException">Writing failed: disk full, device removed, process exited. Audio written before is
    /// kept.</exception>
    /// <exception cref="OperationCanceledException"><see cref="Interrupt"/> was called since the last <see cref="Open"/>.</exception>
    void Write(ReadOnlySpan<float> samples);

    /// <summary>
    /// Writes frames with their capture time and the gap before them. <see cref="FramesWritten"/> includes the missing frames. Called only
    /// if <see cref="KeepsTiming"/>; otherwise like <see cref="Write"/>.
    /// </summary>
    /// <param name="samples">Frames × channels, interleaved, −1…1. May be empty.</param>
    /// <param name="captureTime">Capture time of the first frame, in nanoseconds of the stream's clock; −1 if unknown.</param>
    /// <param name="gapFrames">Number of frames missing on the timeline immediately before them.</param>
    /// <exception cref="InvalidOperationException">The sink does not keep timing (the default implementation).</exception>
    void WriteTimed(ReadOnlySpan<float> samples, long captureTime, long gapFrames) =>
        throw new InvalidOperationException($"{Description} does not keep timing.");

    /// <summary>Completes the output (writes headers, drains the device) and closes it.</summary>
    /// <exception cref="AudioException">The last part could not be written.</exception>
    /// <exception cref="OperationCanceledException"><see cref="Interrupt"/> was called since the last <see cref="Open"/>.</exception>
    void Finish();

    /// <summary>
    /// Makes a blocked <see cref="Open"/>, <see cref="Write"/> or <see cref="Finish"/> throw <see cref="OperationCanceledException"/>
    /// soon, and the next call at once. Remains in effect until the next <see cref="Open"/> begins. Audio written before stays usable.
    /// Thread-safe; returns at once, in any state.
    /// </summary>
    /// <remarks>The default implementation does nothing. Implement it in every sink whose calls can block.</remarks>
    void Interrupt()
    {
    }
}
