using System.CommandLine;
using System.Reflection;
using Continuo.Audio;
using Continuo.Cli.Doctor;
using Continuo.Cli.Options;
using Continuo.Cli.Output;
using Continuo.Cli.Reports.Machine;

namespace Continuo.Cli.Commands;

/// <summary><c>continuo doctor</c>.</summary>
internal sealed class DoctorCommand : CliCommand
{
    private static readonly TimeSpan ShortestMeasurement = TimeSpan.FromMilliseconds(100);

    private readonly Option<bool> _measure = new("--measure") { Description = "Also measure how late this machine wakes a thread, and keep what follows for playing" };
    private readonly Option<TimeSpan?> _duration = new("--duration", "-d") { Description = "How long to measure; 10s unless given", HelpName = "TIME", CustomParser = OptionParsers.Duration };

    public DoctorCommand()
        : base("doctor", "Say what this machine offers, what is missing, and what to do about it")
    {
        Add(_measure);
        Add(_duration);
        Notes = "The exit code is 0 unless Continuo itself does not work: an audio server and native libraries are needed only for what uses them.";
        Examples =
        [
            ("continuo doctor", "look at everything"),
            ("continuo doctor --measure --duration 1min", "find the smallest buffer that is safe here; do what you usually do meanwhile"),
            ("continuo doctor --json", "the same for programs"),
        ];
    }

    protected override Task<int> RunAsync(ParseResult arguments, CommandContext context)
    {
        WakeUpReport? wakeUps = null;
        if (arguments.GetValue(_measure) || arguments.GetValue(_duration) is not null)
        {
            var duration = arguments.GetValue(_duration) ?? TimeSpan.FromSeconds(10);
            if (duration < ShortestMeasurement) throw new AudioException(AudioErrorCode.InvalidArgument, $"--duration {Durations.Show(duration)}", "too short to measure anything", "Measure for 100ms or longer");
            wakeUps = WakeUpMeasurement.Run(duration, context);
        }

        CheckReport[] checks = [.. SystemChecks.Run(), WakeUpMeasurement.Check(), .. CoreChecks.Run(), .. EndpointChecks.Run()];
        var version = typeof(DoctorCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        var report = new DoctorReport(version, checks.All(c => c.State != CheckState.Failed), checks, wakeUps);
        context.Output.Result(report, ReportJson.Readable.DoctorReport, Describe);
        return Task.FromResult(report.Usable ? ExitCodes.Done : ExitCodes.Failed);
    }

    private static string Describe(DoctorReport report)
    {
        var lines = report.Checks.Select(c => $"{Sign(c.State)} {c.Name,-22}{c.Detail}{(c.Remedy is { } remedy ? $"\n  {"",-22}→ {remedy}" : "")}");
        return $"continuo {report.Version}\n{string.Join('\n', lines.Concat(report.WakeUps is { } wakeUps ? WakeUpMeasurement.Describe(wakeUps) : []))}\n{(report.Usable ? "Continuo works here; try 'continuo demo'." : "Continuo does not work here.")}";
    }

    private static string Sign(CheckState state) => state switch
    {
        CheckState.Ok => "✓",
        CheckState.Warning => "!",
        _ => "✗",
    };
}
