using Continuo.Audio;

namespace Continuo.Sources;

/// <summary>
/// Where audio enters. One thread opens and reads; only <see cref="Interrupt"/> may be called from another. A source makes no
/// timeline, fills nothing and paces nothing: it says what it got and when, and the stream does the rest.
/// </summary>
public interface IAudioSource : IDisposable
{
    /// <summary>The format of what <see cref="Read"/> delivers. Known after <see cref="Open"/>, and the same after every later one.</summary>
    AudioFormat Format { get; }

    /// <summary>What sets the speed of delivery.</summary>
    SourcePace Pace { get; }

    /// <summary>One line for people: what is being captured, e.g. <c>firefox (pid 1234) on PulseAudio 16.1</c>.</summary>
    string Description { get; }

    /// <summary>
    /// Connects to the device, file or process, or connects anew after <see cref="SourceStatus.Lost"/>. May block for seconds;
    /// <see cref="Interrupt"/> ends it early with <see cref="OperationCanceledException"/>.
    /// </summary>
    /// <exception cref="AudioException">It cannot be opened; the code says why.</exception>
    /// <exception cref="OperationCanceledException"><see cref="Interrupt"/> was called.</exception>
    void Open();

    /// <summary>
    /// Reads what is there, or waits for it. On a live device this is the capture thread's only call: it must not allocate, lock or
    /// log in steady state, and never throws for what the outside does.
    /// </summary>
    /// <param name="destination">Where frames go: any number × channels, interleaved. Fewer frames than fit may be read.</param>
    /// <param name="timeout">How long to wait at the most before returning <see cref="SourceStatus.Nothing"/> or <see cref="SourceStatus.Idle"/>.</param>
    /// <exception cref="AudioException">Instead of <see cref="SourceStatus.End"/>: the source has ended for good because it failed, for instance a
    /// child process with an error. All that came before has been read.</exception>
    SourceRead Read(Span<float> destination, TimeSpan timeout);

    /// <summary>Makes a blocked <see cref="Open"/> or <see cref="Read"/> return soon (and the next one at once). Any thread. Sticky until the next <see cref="Open"/> begins.</summary>
    void Interrupt();
}
