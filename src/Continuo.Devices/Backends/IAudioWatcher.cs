namespace Continuo.Devices.Backends;

/// <summary>
/// Raises events for devices and applications that come and go. The events come on a thread of the watcher's own, one after another. A service that goes away takes all its
/// devices with it; when it is back, they appear again. Thread-safe.
/// </summary>
public interface IAudioWatcher : IDisposable
{
    /// <summary>A device has been plugged in or created.</summary>
    event EventHandler<AudioDeviceEventArgs>? DeviceAdded;

    /// <summary>A device has been unplugged or removed.</summary>
    event EventHandler<AudioDeviceEventArgs>? DeviceRemoved;

    /// <summary>An application has opened, closed or changed a stream.</summary>
    event EventHandler? ApplicationsChanged;

    /// <summary>Completed when the present devices are known: an event after this is about something new.</summary>
    Task Ready { get; }
}
