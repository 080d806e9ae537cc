using Continuo.Audio;

namespace Continuo.Devices.Backends;

/// <summary>
/// A connection to a backend's audio service: which devices there are, what plays, its volume. All members may block for a few milliseconds, on a service that is ill for
/// seconds: not for audio or UI threads. Thread-safe.
/// </summary>
public interface IAudioServer : IDisposable
{
    /// <summary>Name and version of the service: <c>PulseAudio 16.1</c>.</summary>
    string Name { get; }

    /// <summary>All outputs, inputs and monitors.</summary>
    /// <exception cref="AudioException">The service has gone away.</exception>
    IReadOnlyList<AudioDevice> ListDevices();

    /// <summary>The applications that have streams open, by name; empty if the service does not tell.</summary>
    /// <exception cref="AudioException">The service has gone away.</exception>
    IReadOnlyList<AudioApplication> ListApplications();

    /// <summary>Raises events for devices and applications that come and go, until it is disposed.</summary>
    IAudioWatcher Watch();

    /// <summary>Waits until an application has a stream open. Other calls may be made meanwhile.</summary>
    /// <param name="application">Its name or process id; children belong to it.</param>
    /// <param name="timeout">How long at most; zero looks once.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="AudioException">It did not appear (<see cref="AudioErrorCode.TimedOut"/>), or the service has gone away.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    AudioApplication WaitForApplication(string application, TimeSpan timeout, CancellationToken cancellation = default);

    /// <summary>Sets the volume of all streams an application has open.</summary>
    /// <param name="application">Its name or process id; children belong to it.</param>
    /// <param name="volume">0…1.5 on the scale that mixers show; 1 is unchanged.</param>
    /// <returns>Number of streams it was set for.</returns>
    /// <exception cref="AudioException">It plays nothing, the volume is out of range, or the service has no volume per application.</exception>
    int SetVolume(string application, double volume);

    /// <summary>Mutes or unmutes all streams an application has open.</summary>
    /// <param name="application">Its name or process id; children belong to it.</param>
    /// <param name="muted">Whether they are to be mute.</param>
    /// <returns>Number of streams it was set for.</returns>
    /// <exception cref="AudioException">It plays nothing, or the service cannot mute an application.</exception>
    int SetMuted(string application, bool muted);
}
