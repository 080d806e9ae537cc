using Continuo.Devices.Backends;

namespace Continuo.Cli.Reports.Machine;

/// <summary>The audio server's devices.</summary>
internal sealed record DevicesReport(string Server, IReadOnlyList<DeviceReport> Devices)
{
    public static DevicesReport Of(IAudioServer server) => new(server.Name, [.. server.ListDevices().Select(DeviceReport.Of)]);
}
