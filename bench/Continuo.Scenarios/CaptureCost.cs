using System.Diagnostics;
using System.Globalization;
using Continuo.IntegrationTests.Servers;

namespace Continuo.Scenarios;

/// <summary>
/// What it costs to record one stream in portions of 10 ms, beside <c>parec</c> on the same server in the same seconds: processor time and
/// wake-ups of each process, once it has run for <see cref="WarmUp"/>. Several rounds, each in another order, because who attaches first
/// is woken first.
/// </summary>
internal static class CaptureCost
{
    private const string ProgramVariable = "CONTINUO_PROGRAM";
    private const int Rounds = 4;
    private const double Target = 1.3;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(8);

    public static bool Run(double seconds)
    {
        using var server = new PulseServerFixture();
        var player = server.Play(new Tone(440, seconds + 300));
        server.AwaitStreams(player.Id);
        Contender[] contenders =
        [
            new("parec", Parec),
            new("parec, real-time", s => $"chrt -f 5 {Parec(s)}"),
            new("record device:", s => $"{Program} record device:{AudioServerFixture.Sink}.monitor {s}.wav"),
            new("record app:", s => string.Create(CultureInfo.InvariantCulture, $"{Program} record app:{player.Id} {s}.wav")),
            // The process that is measured is the recorder; the terminal it draws on is a process of its own.
            new("record app:, meter", s => string.Create(CultureInfo.InvariantCulture,
                $"script -qec 'exec {Program} record app:{player.Id} {s}.wav' /dev/null")) { OnTerminal = true },
        ];
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Rounds} rounds of {seconds / Rounds:0} s "
                + $"after {WarmUp.TotalSeconds:0} s; processor time in % of one processor, median of the rounds (least…most)"));
        for (var round = 0; round < Rounds; round++) Measure(server, contenders, round, TimeSpan.FromSeconds(seconds / Rounds));
        foreach (var contender in contenders) Console.WriteLine(contender.Describe(contenders[0]));
        foreach (var contender in contenders.Skip(2)) Console.WriteLine($"{contender.Name}\n{contender.Threads}");
        return contenders.Skip(2).All(c => c.RatioTo(contenders[0]).Median <= Target);
    }

    /// <summary>The command line: of this build, or another's (a native binary) by the environment.</summary>
    private static string Program =>
        Environment.GetEnvironmentVariable(ProgramVariable) ?? $"dotnet exec {Path.Combine(AppContext.BaseDirectory, "Continuo.Cli.dll")}";

    private static string Parec(string scratch) =>
        $"parec --device {AudioServerFixture.Sink}.monitor --raw --format=float32le --rate=48000 "
            + $"--channels=2 --latency-msec=10 {scratch}.raw";

    private static void Measure(PulseServerFixture server, Contender[] contenders, int round, TimeSpan time)
    {
        var order = contenders.Select((_, i) => contenders[(i + round) % contenders.Length]).ToArray();
        foreach (var contender in order) contender.Start(server,
            Path.Combine(server.Scratch, string.Create(CultureInfo.InvariantCulture, $"{Array.IndexOf(contenders, contender)}-{round}")));
        Thread.Sleep(WarmUp);
        var begin = Stopwatch.GetTimestamp();
        foreach (var contender in order) contender.Begin();
        Thread.Sleep(time);
        foreach (var contender in order) contender.End(Stopwatch.GetElapsedTime(begin));
    }

    private sealed class Contender(string name, Func<string, string> command)
    {
        private readonly List<(double Percent, double WakeUps)> _rounds = [];
        private Process? _process;
        private int _measured;
        private ThreadCosts? _before;

        public string Name => name;

        public bool OnTerminal { get; init; }

        /// <summary>The last round's threads.</summary>
        public string Threads { get; private set; } = "";

        public void Start(PulseServerFixture server, string scratch)
        {
            _process = TestTool.Start("bash", ["-c", $"exec {command(scratch)}"], server.Environment);
            _measured = _process.Id;
        }

        public void Begin()
        {
            if (OnTerminal)
            {
                _measured = int.Parse(
                    File.ReadAllText($"/proc/{_process!.Id}/task/{_process.Id}/children").Trim(), CultureInfo.InvariantCulture);
            }

            _before = ThreadCosts.Of(_measured);
        }

        public void End(TimeSpan time)
        {
            var costs = ThreadCosts.Of(_measured).Since(_before!).ToArray();
            _rounds.Add((costs.Sum(t => t.Nanoseconds) / time.TotalNanoseconds * 100, costs.Sum(t => t.Sleeps) / time.TotalSeconds));
            var threads = costs.Where(t => t.Sleeps > 0).Select(t => string.Create(CultureInfo.InvariantCulture,
                $"  {t.Name,-16} {t.Nanoseconds / time.TotalNanoseconds * 100:0.000} %, {t.Sleeps / time.TotalSeconds:0.0} wake-ups/s"));
            Threads = string.Join('\n', threads);
            TestTool.Kill(_process);
        }

        /// <summary>The ratio to another contender in the same rounds.</summary>
        public (double Median, double Least, double Most) RatioTo(Contender other) =>
            Spread(_rounds.Zip(other._rounds, (mine, its) => mine.Percent / its.Percent));

        public string Describe(Contender baseline)
        {
            var (percent, ratio, wakeUps) =
                (Spread(_rounds.Select(r => r.Percent)), RatioTo(baseline), Spread(_rounds.Select(r => r.WakeUps)));
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{name,-20} {percent.Median:0.000} % ({percent.Least:0.000}…{percent.Most:0.000}), "
                    + $"{ratio.Median:0.00} × {baseline.Name} ({ratio.Least:0.00}…{ratio.Most:0.00}), "
                    + $"{wakeUps.Median:0.0} wake-ups/s");
        }

        private static (double Median, double Least, double Most) Spread(IEnumerable<double> values)
        {
            var sorted = values.Order().ToArray();
            return ((sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2, sorted[0], sorted[^1]);
        }
    }
}
