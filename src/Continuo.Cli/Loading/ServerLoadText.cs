using System.Globalization;
using Continuo.Cli.Output;
using Continuo.Cli.Reports.Network;

namespace Continuo.Cli.Loading;

/// <summary>The result of <c>continuo load --server …</c> as text.</summary>
internal static class ServerLoadText
{
    public static string Describe(ServerLoadReport report)
    {
        var culture = CultureInfo.InvariantCulture;
        var times = new TextTable("", "P50", "P99", "P99.9", "MAX");
        Add("mouth to ear (ms)", report.MouthToEarMs);
        Add("join (ms)", report.JoinMs);
        if (report.JoinsByOtherNode > 0) Add("join by another node", report.JoinByOtherNodeMs);
        var servers = new TextTable("SERVER", "ROOMS", "TICKS", "LATE", "LEFT OUT", "CORES", "CORES/ROOM");
        foreach (var server in report.Servers)
        {
            var cores = server.ProcessorSeconds / report.Seconds;
            servers.Add(server.Server, server.Rooms.ToString(culture), server.Ticks.ToString(culture), server.LateTicks.ToString(culture),
                server.SkippedTicks.ToString(culture), cores.ToString("F3", culture),
                (cores / Math.Max(server.Rooms, 1)).ToString("F5", culture));
        }

        var lines = new List<string>
        {
            string.Create(culture,
                $"{report.Rooms} × ({report.Speakers} speakers, {report.Listeners} listeners) on {report.Servers.Count} servers, "
                    + $"{report.Seconds:F0} s"),
            string.Create(culture,
                $"content: {report.WrongContent} of {report.Checks} checks wrong; "
                    + $"packets missed: {report.MissedBlocks} of {report.Blocks}"),
            times.ToString(),
            servers.ToString(),
        };
        lines.AddRange(report.Mistakes.Select(static m => $"wrong: {m}"));
        return string.Join('\n', lines);

        void Add(string name, LatencyReport t) => times.Add(name, Ms(t.P50), Ms(t.P99), Ms(t.P999), Ms(t.Max));
    }

    private static string Ms(double ms) => ms.ToString("F2", CultureInfo.InvariantCulture);
}
