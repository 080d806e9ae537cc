using System.Globalization;
using Continuo.Cli.Output;
using Continuo.Cli.Reports.Network;
using Continuo.Rooms;

namespace Continuo.Cli.Loading;

/// <summary>The result of <c>continuo load</c> as text.</summary>
internal static class LoadText
{
    public static string Describe(LoadReport report)
    {
        var table = new TextTable("", "P50", "P99", "P99.9", "MAX");
        Add("tick (ms)", report.TickMs);
        Add("mouth to ear (ms)", report.MouthToEarMs);
        var parts = report.MouthToEarPartsMs;
        Add("  packet", parts.Packet);
        Add("  jitter buffer", parts.JitterBuffer);
        Add("  wait for the tick", parts.WaitForTick);
        Add("  read, mix, encode", parts.Tick);
        Add("  delivery", parts.Delivery);
        Add("  look-ahead", parts.LookAhead);
        Add("  unexplained (±)", parts.Unexplained);
        if (report.JoinToHearingMs is { } hearing) Add("join to hearing (ms)", hearing);
        if (report.JoinToBeingHeardMs is { } heard) Add("join to being heard", heard);
        var culture = CultureInfo.InvariantCulture;
        var lines = new List<string>
        {
            string.Create(culture,
                $"{report.Rooms} × ({report.Speakers} speakers, {report.Listeners} listeners), {Mixes(report)}, "
                    + $"{report.Transport}, {report.Seconds:F0} s"),
            string.Create(culture, $"ticks: {report.Ticks}, late: {report.LateTicks}, left out: {report.SkippedTicks}"),
            string.Create(culture,
                $"content: {report.WrongContent} of {report.Checks} checks wrong; blocks missed: {report.MissedBlocks} of {report.Blocks}"),
            table.ToString(),
            string.Create(culture,
                $"processor: {report.ProcessorSeconds / report.Seconds:F2} cores for the rooms, "
                    + $"{report.ProcessSeconds / report.Seconds:F2} with the load generator"),
        };
        var (stretched, shortened, concealed, skipped) = report.JitterBuffers;
        if (stretched + shortened + concealed + skipped > 0)
        {
            lines.Add(string.Create(culture,
                $"jitter buffers: {stretched:F2} s stretched, {shortened:F2} s shortened, "
                    + $"{concealed:F2} s concealed, {skipped:F2} s skipped"));
        }

        if (report.ShedSteps + report.ShedStep > 0)
        {
            lines.Add(string.Create(culture,
                $"quality was reduced {report.ShedSteps} times; now by {report.ShedStep} of {ShedSteps.Count} steps"));
        }

        if (report.PriorityRefusal is { } refusal) lines.Add($"no real-time priority: {refusal}");
        lines.AddRange(report.Mistakes.Select(m => $"wrong: {m}"));
        return string.Join('\n', lines);

        void Add(string name, LatencyReport t) => table.Add(name, Ms(t.P50), Ms(t.P99), Ms(t.P999), Ms(t.Max));
    }

    private static string Mixes(LoadReport report) => string.Create(CultureInfo.InvariantCulture, $"{report.Mixes} mixes");

    private static string Ms(double ms) => ms.ToString("F2", CultureInfo.InvariantCulture);
}
