using System.Diagnostics;
using System.Globalization;
using Continuo.Cluster.Planning;

namespace Continuo.Scenarios.Cluster;

/// <summary>Placement and failures of a large cluster in virtual time.</summary>
internal static class ClusterDay
{
    /// <summary>Runs it, and returns the exit code.</summary>
    public static int Run(IReadOnlyDictionary<string, string> options)
    {
        var plan = new ClusterPlan();
        if (options.Keys.FirstOrDefault(
            static k => k is not ("--nodes" or "--hours" or "--users" or "--cores" or "--zones" or "--seed")) is { } unknown)
        {
            Console.Error.WriteLine($"there is no option {unknown}; there are --nodes, --hours, --users, --cores, --zones and --seed");
            return 2;
        }

        var hours = Number("--hours", plan.Duration.TotalHours);
        plan = plan with
        {
            Nodes = (int)Number("--nodes", plan.Nodes),
            Users = (int)Number("--users", plan.Users),
            Cores = (int)Number("--cores", plan.Cores),
            Zones = (int)Number("--zones", plan.Zones),
            Seed = (int)Number("--seed", plan.Seed),
            Duration = TimeSpan.FromHours(hours),
            ZoneLoss = TimeSpan.FromHours(hours / 2),
        };
        var begin = Stopwatch.StartNew();
        var report = new ClusterSimulation(plan).Run();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{plan.Nodes:N0} nodes of {plan.Cores} cores in {plan.Zones} zones, {hours:0.##} h, seed {plan.Seed}; "
                + $"took {begin.Elapsed.TotalSeconds:F0} s"));
        Console.WriteLine(report);
        return report.Broken.Count == 0 ? 0 : 1;

        double Number(string name, double usual) =>
            options.TryGetValue(name, out var text) ? double.Parse(text, CultureInfo.InvariantCulture) : usual;
    }
}
