namespace Continuo.Devices.Backends;

/// <summary>Event data for a device that was added or removed.</summary>
public sealed class AudioDeviceEventArgs(AudioDevice device) : EventArgs
{
    /// <summary>The device; if it was removed, as last seen.</summary>
    public AudioDevice Device { get; } = device;
}
