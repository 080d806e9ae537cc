namespace Continuo.Devices.Backends;

/// <summary>Volume of a device. An immutable snapshot.</summary>
/// <param name="Volume">Position in the device's range: 0…1.</param>
/// <param name="IsMuted">Whether it is muted.</param>
public readonly record struct DeviceVolume(double Volume, bool IsMuted);
