namespace Continuo.Devices.Backends;

/// <summary>A device that has come or gone.</summary>
public sealed class AudioDeviceEventArgs(AudioDevice device) : EventArgs
{
    /// <summary>The device; if it has gone, as it was last seen.</summary>
    public AudioDevice Device { get; } = device;
}
