using Continuo.Audio;

namespace Continuo.Sinks;

/// <summary>
/// Where audio leaves. One thread opens, writes and finishes; only <see cref="Interrupt"/> may be called from another. <see cref="IDisposable.Dispose"/> without
/// <see cref="Finish"/> abandons: what was written so far stays usable where the sink can arrange it.
/// </summary>
public interface IAudioSink : IDisposable
{
    /// <summary>One line for people: where the audio goes.</summary>
    string Description { get; }

    /// <summary>How many frames have been written.</summary>
    long FramesWritten { get; }

    /// <summary>
    /// The clock that the sink plays by: how much it holds, when it has room. <see langword="null"/>: it has none, as a file. The same object in every state of the sink.
    /// </summary>
    /// <remarks>
    /// An <see cref="IOutputDevice"/> is its own. A decorator returns that of the sink it decorates, as <see cref="SinkDecorator"/> does; audio is written to the
    /// decorator, not to this.
    /// </remarks>
    IOutputDevice? Output => this as IOutputDevice;

    /// <summary>
    /// Whether audio may be written some 50 ms at a time rather than each chunk as soon as it is there, so that whatever feeds the sink wakes less often: right for
    /// a file, wrong for whatever somebody listens to. Looked at once, after <see cref="Open"/>; <see langword="false"/> unless it is implemented.
    /// </summary>
    bool PrefersBatches => false;

    /// <summary>Opens the sink for audio of a format.</summary>
    /// <exception cref="AudioException">It cannot be opened, or cannot take the format.</exception>
    /// <exception cref="OperationCanceledException"><see cref="Interrupt"/> was called meanwhile.</exception>
    void Open(AudioFormat format);

    /// <summary>Writes frames; may block as long as the device or disk does.</summary>
    /// <param name="samples">Frames × channels, interleaved, −1…1.</param>
    /// <exception cref="AudioException">Writing failed: disk full, device gone, process ended. What was written before is kept.</exception>
    /// <exception cref="OperationCanceledException"><see cref="Interrupt"/> was called since the last <see cref="Open"/>.</exception>
    void Write(ReadOnlySpan<float> samples);

    /// <summary>Brings everything to its place (header, trailer, drain) and closes.</summary>
    /// <exception cref="AudioException">The last part could not be written.</exception>
    /// <exception cref="OperationCanceledException"><see cref="Interrupt"/> was called since the last <see cref="Open"/>.</exception>
    void Finish();

    /// <summary>
    /// Makes a blocked <see cref="Open"/>, <see cref="Write"/> or <see cref="Finish"/> end soon with <see cref="OperationCanceledException"/>, and the next
    /// at once. Any thread; returns at once, in any state of the sink. Sticky until the next <see cref="Open"/> begins. What was written before stays usable
    /// after <see cref="IDisposable.Dispose"/>.
    /// </summary>
    /// <remarks>Does nothing unless it is implemented: right for a sink whose calls never block, and for no other.</remarks>
    void Interrupt()
    {
    }
}
