using Continuo.Devices.Backends;

namespace Continuo.Cli.Reports.Machine;

/// <summary>One device.</summary>
internal sealed record DeviceReport(
    string Address,
    string Description,
    string Kind,
    bool IsDefault,
    int? SampleRate,
    int? Channels,
    string? Capabilities = null)
{
    public static DeviceReport Of(AudioDevice device) =>
        new(device.Address, device.Description, device.Kind.ToString(), device.IsDefault, device.Format?.SampleRate,
            device.Format?.Channels, device.Capabilities);
}
