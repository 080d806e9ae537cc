using Continuo.Devices.Backends;
namespace Continuo.Devices.Pulse;

/// <summary>Converts the server's snapshots to public records.</summary>
internal static class PulseListing
{
    public static List<AudioDevice> Devices(PulseConnection connection, string asked)
    {
        var server = PulseQueries.Server(connection, asked);
        var devices = new List<AudioDevice>();
        foreach (var sink in PulseQueries.Sinks(connection, asked))
        {
            devices.Add(new AudioDevice(sink.Name, sink.Description, AudioDeviceKind.Output, sink.Format, sink.Name == server.DefaultSink));
        }

        foreach (var source in PulseQueries.Sources(connection, asked))
        {
            var isMonitor = source.MonitorName is not null;
            var isDefault = isMonitor ? source.MonitorName == server.DefaultSink : source.Name == server.DefaultSource;
            devices.Add(new AudioDevice(source.Name, source.Description, isMonitor ? AudioDeviceKind.Monitor : AudioDeviceKind.Input,
                source.Format, isDefault));
        }

        return devices;
    }

    public static List<AudioApplication> Applications(PulseConnection connection, string asked)
    {
        var inputs = Inputs(connection, asked);
        var sinks = PulseQueries.Sinks(connection, asked).ToDictionary(s => s.Index, s => s.Name);
        return
        [
            .. inputs
                .GroupBy(i => (i.Owner.ProcessId, Client: i.Owner.ProcessId == 0 ? i.Client : 0))
                .Select(group => new AudioApplication(
                    group.First().Owner.Application ?? group.First().Owner.Binary ?? group.First().Name,
                    group.Key.ProcessId,
                    group.First().Owner.Binary,
                    [.. group.Select(i => new AudioSession(i.Index, i.Name, i.Volume, i.Muted, i.Corked,
                        sinks.GetValueOrDefault(i.Sink, ""), i.Format))]))
                .OrderBy(a => a.Name, StringComparer.OrdinalIgnoreCase)
                .ThenBy(a => a.ProcessId),
        ];
    }

    /// <summary>All sink inputs, each with everything known about its owner.</summary>
    public static List<PulseSinkInput> Inputs(PulseConnection connection, string asked)
    {
        var clients = PulseQueries.Clients(connection, asked).ToDictionary(c => c.Index);
        return [.. PulseQueries.SinkInputs(connection,
            asked).Select(i => clients.TryGetValue(i.Client, out var client) ? i with { Owner = i.Owner.Or(client.Owner) } : i)];
    }
}
