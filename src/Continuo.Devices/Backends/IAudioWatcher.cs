namespace Continuo.Devices.Backends;

/// <summary>
/// Raises events when devices are added or removed and when applications change. Events are raised one at a time on the watcher's own
/// thread. If the service stops, all its devices are reported as removed; when it returns, they are reported as added. Thread-safe.
/// </summary>
public interface IAudioWatcher : IDisposable
{
    /// <summary>Raised when a device was plugged in or created.</summary>
    event EventHandler<AudioDeviceEventArgs>? DeviceAdded;

    /// <summary>Raised when a device was unplugged or removed.</summary>
    event EventHandler<AudioDeviceEventArgs>? DeviceRemoved;

    /// <summary>Raised when an application has opened, closed or changed a stream.</summary>
    event EventHandler? ApplicationsChanged;

    /// <summary>Completes when all existing devices are known. Devices reported afterwards are new.</summary>
    Task Ready { get; }
}
