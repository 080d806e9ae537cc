using Continuo.Audio;
using Continuo.Sinks;
using Continuo.Sources;

namespace Continuo.Devices.Backends;

/// <summary>
/// An operating system's audio service: lists devices and applications, creates sources and outputs. Register it with
/// <see cref="DeviceExtensions.UseBackend"/>. Thread-safe.
/// </summary>
/// <remarks>
/// Creating a source or output does not load a library or connect; opening it does. Operations that a backend does not support, such as
/// capturing a single application, throw <see cref="AudioErrorCode.Unsupported"/>; it must not capture something else instead.
/// </remarks>
public interface IAudioBackend
{
    /// <summary>Name for selection: one lower-case word, such as <c>pulse</c>.</summary>
    string Name { get; }

    /// <summary>Short description, such as <c>PulseAudio, and PipeWire through its PulseAudio server</c>.</summary>
    string Description { get; }

    /// <summary>Connects to the service, to list and watch devices and applications. May block for seconds if the service hangs.</summary>
    /// <exception cref="AudioException">The service does not run (<see cref="AudioErrorCode.ServerUnavailable"/>), or its library is not
    /// installed (<see cref="AudioErrorCode.LibraryMissing"/>).</exception>
    IAudioServer Connect();

    /// <summary>Creates a source that captures an input device or the monitor of an output.</summary>
    /// <param name="address"><c>device:NAME</c>; without a name, the default input; the source follows changes of the default.</param>
    /// <param name="request">Requested format, chunk size and clock.</param>
    /// <exception cref="AudioException">An option is invalid, or the format is out of range.</exception>
    IAudioSource CreateCapture(AudioAddress address, SourceRequest request);

    /// <summary>Creates a source that captures a single application.</summary>
    /// <param name="address"><c>app:NAME</c> or <c>app:PROCESSID</c>, option <c>exclude</c>. The name is not empty.</param>
    /// <param name="request">Requested format, chunk size and clock.</param>
    /// <exception cref="AudioException">An option is invalid, or the backend cannot do this.</exception>
    IAudioSource CreateApplicationCapture(AudioAddress address, SourceRequest request);

    /// <summary>Creates a source that captures everything the machine plays.</summary>
    /// <param name="address"><c>system:</c>, option <c>exclude</c>.</param>
    /// <param name="request">Requested format, chunk size and clock.</param>
    /// <exception cref="AudioException">An option is invalid, or the backend cannot do this.</exception>
    IAudioSource CreateSystemCapture(AudioAddress address, SourceRequest request);

    /// <summary>Creates an output that plays to a device.</summary>
    /// <param name="address"><c>device:NAME</c>; without a name, the default output.</param>
    /// <param name="latency">Fixed device buffer; <see langword="null"/>: the smallest safe buffer, which
    /// <see cref="IOutputDevice.TryHold"/> may change.</param>
    /// <param name="request">Requested clock.</param>
    IOutputDevice CreateOutput(AudioAddress address, TimeSpan? latency, SinkRequest request);
}
