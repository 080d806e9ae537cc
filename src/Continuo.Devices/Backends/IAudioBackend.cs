using Continuo.Audio;
using Continuo.Sinks;
using Continuo.Sources;

namespace Continuo.Devices.Backends;

/// <summary>
/// One operating system's audio service: which devices and applications there are, and how they are captured and played to. Register it with
/// <see cref="AudioBackendExtensions.UseBackend"/>. Thread-safe.
/// </summary>
/// <remarks>
/// Creating a source or output neither loads nor connects anything: that happens when it is opened. What a backend cannot do (an application captured alone, say) it refuses
/// with <see cref="AudioErrorCode.Unsupported"/>; it never captures something else instead.
/// </remarks>
public interface IAudioBackend
{
    /// <summary>The name that selects it: one word in lower case, <c>pulse</c>.</summary>
    string Name { get; }

    /// <summary>What it serves, in a few words: <c>PulseAudio, and PipeWire through its PulseAudio server</c>.</summary>
    string Description { get; }

    /// <summary>Connects to the service, to list and watch what is there. May block for seconds if the service is ill.</summary>
    /// <exception cref="AudioException">The service does not run (<see cref="AudioErrorCode.ServerUnavailable"/>), or its library is not installed (<see cref="AudioErrorCode.LibraryMissing"/>).</exception>
    IAudioServer Connect();

    /// <summary>Creates a source that captures an input device, or what an output plays (its monitor).</summary>
    /// <param name="address"><c>device:NAME</c>; without a name, the default input, which is followed when the user chooses another.</param>
    /// <param name="request">The format, chunk size and clock wanted.</param>
    /// <exception cref="AudioException">An option is wrong, or the format is out of range.</exception>
    IAudioSource CreateCapture(AudioAddress address, SourceRequest request);

    /// <summary>Creates a source that captures one application, and nothing else.</summary>
    /// <param name="address"><c>app:NAME</c> or <c>app:PROCESSID</c>, option <c>exclude</c>. The name is not empty.</param>
    /// <param name="request">The format, chunk size and clock wanted.</param>
    /// <exception cref="AudioException">An option is wrong, or the backend cannot do this.</exception>
    IAudioSource CreateApplicationCapture(AudioAddress address, SourceRequest request);

    /// <summary>Creates a source that captures everything the machine plays.</summary>
    /// <param name="address"><c>system:</c>, option <c>exclude</c>.</param>
    /// <param name="request">The format, chunk size and clock wanted.</param>
    /// <exception cref="AudioException">An option is wrong, or the backend cannot do this.</exception>
    IAudioSource CreateSystemCapture(AudioAddress address, SourceRequest request);

    /// <summary>Creates an output that plays to a device.</summary>
    /// <param name="address"><c>device:NAME</c>; without a name, the default output.</param>
    /// <param name="latency">How much audio the device holds, neither more nor less; <see langword="null"/>: as little as is safe, until <see cref="IOutputDevice.TryHold"/> changes it.</param>
    /// <param name="request">The clock wanted.</param>
    IOutputDevice CreateOutput(AudioAddress address, TimeSpan? latency, SinkRequest request);
}
