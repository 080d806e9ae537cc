using System.Diagnostics;
using System.Globalization;
using Continuo.Clocks;
using Continuo.Rooms;
using Continuo.Rooms.Hosting;
using Continuo.Rtp.Packets;
using Continuo.Simulation.Plots;

namespace Continuo.Scenarios.Rooms;

/// <summary>
/// What a tick costs on one core, against speakers, listeners and changed volumes: the median of ticks that are run one after the other in
/// virtual time. Each series must grow more slowly than with the power 1.5 at its end; a mix of each pair would be a power of 2.
/// </summary>
internal static class RoomCost
{
    private const int WarmUp = 12;
    private const int Ticks = 41;
    private const int FittedPoints = 4;
    private const double MostExponent = 1.5;
    private const string PlotFile = "docs/plots/room-cost.svg";

    private static readonly int[] Sizes = [8, 16, 32, 64, 128, 256, 512];

    public static bool Run()
    {
        List<(string Name, IReadOnlyList<(double, double)> Points)> series =
        [
            Measure("speakers (10 listeners)", n => (n, 10, 1, false)),
            Measure("listeners (10 speakers)", n => (10, n, 1, false)),
            Measure("changed volumes (512 speakers, 10 listeners)", n => (512, 10, n - 1, false)),
            Measure("both, 3 changed each", n => (n, n, 3, false)),
            Measure("the same with Opus", n => (n, n, 3, true)),
        ];
        var isLinear = true;
        foreach (var (name, points) in series)
        {
            var exponent = Exponent([.. points.TakeLast(FittedPoints)]);
            isLinear &= exponent < MostExponent;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: grows with the power {exponent:F2}"));
            foreach (var (size, cost) in points)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {size,4} {cost,12:F0} ns"));
            }
        }

        var plot = CostPlot.Draw("Cost of a room's tick", "one core, 20 ms mono, every mix personal; median of 41 ticks", series);
        if (Directory.Exists(Path.GetDirectoryName(PlotFile)))
        {
            File.WriteAllText(PlotFile, plot);
            Console.WriteLine($"plot: {PlotFile}");
        }

        return isLinear;
    }

    private static (string, IReadOnlyList<(double, double)>) Measure(
        string name, Func<int, (int Speakers, int Listeners, int Changed, bool IsEncoded)> room) =>
        (name, [.. Sizes.Select(n => ((double)n, Tick(room(n))))]);

    private static double Tick((int Speakers, int Listeners, int Changed, bool IsEncoded) size)
    {
        var clock = new VirtualClock(1_000_000_000);
        using var room = new Room("cost", new RoomOptions(), clock);
        var codec = size.IsEncoded ? CodecRegistry.Describe("opus", room.Options.Format) : null;
        for (var s = 0; s < size.Speakers; s++) room.AddSpeaker(new SpeakerOptions { MemberId = Id(s) }, new SteadyInput(s));
        for (var l = 0; l < size.Listeners; l++)
        {
            room.AddListener(new ListenerOptions
            {
                MemberId = Id(l),
                Codec = codec,
                Volumes = [.. Enumerable.Range(1, size.Changed)
                    .Select(i => new SpeakerVolume(Id((l + i) % size.Speakers), Volume(l / size.Speakers, i)))],
            }, new NoOutput());
            if (l % 100 == 99) RunTick(); // the queue of changes is bounded
        }

        for (var i = 0; i < WarmUp; i++) RunTick();
        var times = new long[Ticks];
        for (var i = 0; i < Ticks; i++)
        {
            var begin = Stopwatch.GetTimestamp();
            RunTick();
            times[i] = Stopwatch.GetTimestamp() - begin;
        }

        Array.Sort(times);
        return times[Ticks / 2] * 1e9 / Stopwatch.Frequency;

        void RunTick()
        {
            clock.Advance(room.Options.Tick);
            room.Tick(null, clock.Now, 0);
        }
    }

    /// <summary>Not 1, and another one for each listener who changes the same speakers, so that no two mixes are equal.</summary>
    private static double Volume(int round, int change) => 0.3 + 0.3 * (change % 5) + 0.001 * round;

    private static string Id(int member) => FormattableString.Invariant($"p{member}");

    /// <summary>Slope of the logarithms, by least squares.</summary>
    private static double Exponent((double Size, double Cost)[] points)
    {
        var (x, y) = (points.Average(p => Math.Log(p.Size)), points.Average(p => Math.Log(p.Cost)));
        return points.Sum(p => (Math.Log(p.Size) - x) * (Math.Log(p.Cost) - y)) / points.Sum(p => Math.Pow(Math.Log(p.Size) - x, 2));
    }
}
