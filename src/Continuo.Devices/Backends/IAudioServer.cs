using Continuo.Audio;

namespace Continuo.Devices.Backends;

/// <summary>
/// A connection to a backend's audio service: lists devices and applications, sets volume and mute. All members may block for
/// milliseconds, or for seconds if the service hangs; do not call them on audio or UI threads. Thread-safe.
/// </summary>
public interface IAudioServer : IDisposable
{
    /// <summary>Name and version of the service: <c>PulseAudio 16.1</c>.</summary>
    string Name { get; }

    /// <summary>Lists all outputs, inputs and monitors.</summary>
    /// <exception cref="AudioException">The connection to the service was lost.</exception>
    IReadOnlyList<AudioDevice> ListDevices();

    /// <summary>Lists the applications with open streams, sorted by name; empty if the service does not report them.</summary>
    /// <exception cref="AudioException">The connection to the service was lost.</exception>
    IReadOnlyList<AudioApplication> ListApplications();

    /// <summary>Watches for added and removed devices and changes of applications. Dispose the result to stop.</summary>
    IAudioWatcher Watch();

    /// <summary>Waits until an application has an open stream. Does not block other calls.</summary>
    /// <param name="application">Name or process id of the application. Includes its child processes.</param>
    /// <param name="timeout">Maximum wait; zero checks once.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="AudioException">The application did not appear in time (<see cref="AudioErrorCode.TimedOut"/>), or the connection
    /// to the service was lost.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    AudioApplication WaitForApplication(string application, TimeSpan timeout, CancellationToken cancellation = default);

    /// <summary>Sets the volume of all open streams of an application.</summary>
    /// <param name="application">Name or process id of the application. Includes its child processes.</param>
    /// <param name="volume">Volume 0…1.5; 1 is 100 %.</param>
    /// <returns>Number of streams changed.</returns>
    /// <exception cref="AudioException">The application has no open stream, the volume is out of range, or the service has no volume per
    /// application.</exception>
    int SetVolume(string application, double volume);

    /// <summary>Mutes or unmutes all open streams of an application.</summary>
    /// <param name="application">Name or process id of the application. Includes its child processes.</param>
    /// <param name="muted"><see langword="true"/> to mute, <see langword="false"/> to unmute.</param>
    /// <returns>Number of streams changed.</returns>
    /// <exception cref="AudioException">The application has no open stream, or the service cannot mute an application.</exception>
    int SetMuted(string application, bool muted);

    /// <summary>Gets the volume of a device.</summary>
    /// <param name="device">Id of an output; empty: the default.</param>
    /// <exception cref="AudioException">There is no such device, or it has no volume (<see cref="AudioErrorCode.Unsupported"/>, also for a
    /// service that does not implement this).</exception>
    DeviceVolume GetDeviceVolume(string device) => throw NoDeviceVolume(device);

    /// <summary>Sets the volume of a device.</summary>
    /// <param name="device">Id of an output; empty: the default.</param>
    /// <param name="volume">Volume 0…1.</param>
    /// <exception cref="AudioException">As for <see cref="GetDeviceVolume"/>, or the volume is out of range.</exception>
    void SetDeviceVolume(string device, double volume) => throw NoDeviceVolume(device);

    /// <summary>Mutes or unmutes a device.</summary>
    /// <param name="device">Id of an output; empty: the default.</param>
    /// <param name="muted"><see langword="true"/> to mute, <see langword="false"/> to unmute.</param>
    /// <exception cref="AudioException">As for <see cref="GetDeviceVolume"/>.</exception>
    void SetDeviceMuted(string device, bool muted) => throw NoDeviceVolume(device);

    private AudioException NoDeviceVolume(string device) => new(AudioErrorCode.Unsupported, $"device:{device}",
        $"{Name} sets the volume of applications only", "Use app:NAME");
}
