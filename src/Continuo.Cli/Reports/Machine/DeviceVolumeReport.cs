using Continuo.Audio;
using Continuo.Devices.Backends;

namespace Continuo.Cli.Reports.Machine;

/// <summary>Volume of one device.</summary>
/// <param name="Address">Its address.</param>
/// <param name="Volume">Position in its range: 0…1.</param>
/// <param name="Muted">Whether it is muted.</param>
internal sealed record DeviceVolumeReport(string Address, double Volume, bool Muted)
{
    public static DeviceVolumeReport Of(AudioAddress address, DeviceVolume volume) =>
        new(address.Text, Math.Round(volume.Volume, 3), volume.IsMuted);
}
