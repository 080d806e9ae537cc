using Continuo.Devices.Backends;

namespace Continuo.Cli.Reports.Machine;

/// <summary>The audio server's devices.</summary>
/// <param name="Server">Name and version of the audio service.</param>
/// <param name="Backend">Name for <c>--backend</c>.</param>
/// <param name="Reason">Why this backend was chosen.</param>
/// <param name="Devices">The devices.</param>
internal sealed record DevicesReport(string Server, string Backend, string Reason, IReadOnlyList<DeviceReport> Devices)
{
    public static DevicesReport Of(IAudioServer server, BackendChoice choice) =>
        new(server.Name, choice.Backend.Name, choice.Reason, [.. server.ListDevices().Select(DeviceReport.Of)]);
}
