using System.CommandLine;
using System.Reflection;
using Continuo.Audio;
using Continuo.Cli.Doctor;
using Continuo.Cli.Options;
using Continuo.Cli.Output;
using Continuo.Cli.Reports.Machine;
using Continuo.Hosting.Checks;

namespace Continuo.Cli.Commands;

/// <summary><c>continuo doctor</c>.</summary>
internal sealed class DoctorCommand : CliCommand
{
    private static readonly TimeSpan ShortestMeasurement = TimeSpan.FromMilliseconds(100);

    private readonly Option<bool> _measure = new("--measure")
    {
        Description = "Also measure thread wake-up latency; the player sets its buffers from the result",
    };
    private readonly Option<TimeSpan?> _duration = new("--duration", "-d")
    {
        Description = "How long to measure (default: 10s)",
        HelpName = "TIME",
        CustomParser = OptionParsers.Duration,
    };

    public DoctorCommand()
        : base("doctor", "Check this machine: what works, what is missing, how to fix it")
    {
        Add(_measure);
        Add(_duration);
        Notes = "The exit code is 1 only if Continuo itself does not work. A missing audio server or native library is a warning: only "
            + "the commands that use it fail.";
        Examples =
        [
            ("continuo doctor", "run all checks"),
            ("continuo doctor --measure --duration 1min", "find the smallest safe buffer; use the machine normally while it measures"),
            ("continuo doctor --json", "print the result as JSON"),
        ];
    }

    protected override Task<int> RunAsync(ParseResult arguments, CommandContext context)
    {
        WakeUpReport? wakeUps = null;
        if (arguments.GetValue(_measure) || arguments.GetValue(_duration) is not null)
        {
            var duration = arguments.GetValue(_duration) ?? TimeSpan.FromSeconds(10);
            if (duration < ShortestMeasurement)
            {
                throw new AudioException(AudioErrorCode.InvalidArgument, $"--duration {Durations.Show(duration)}",
                    "the duration is too short to measure", "Measure for 100ms or longer");
            }

            wakeUps = WakeUpMeasurement.Run(duration, context);
        }

        CheckReport[] checks = [.. MachineChecks.Run(Composition.Backend).Select(CheckReport.Of)];
        var version = typeof(DoctorCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        var report = new DoctorReport(version, checks.All(c => c.State != CheckState.Failed), checks, wakeUps);
        context.Output.Result(report, ReportJson.Readable.DoctorReport, Describe);
        return Task.FromResult(report.Usable ? ExitCodes.Done : ExitCodes.Failed);
    }

    private static string Describe(DoctorReport report)
    {
        var lines =
            report.Checks.Select(c => $"{Sign(c.State)} {c.Name,-22}{c.Detail}{(c.Remedy is { } remedy ? $"\n  {"",-22}→ {remedy}" : "")}");
        var all = string.Join('\n', lines.Concat(report.WakeUps is { } wakeUps ? WakeUpMeasurement.Describe(wakeUps) : []));
        var result = report.Usable ? "Continuo works here; try 'continuo demo'." : "Continuo does not work here.";
        return $"continuo {report.Version}\n{all}\n{result}";
    }

    private static string Sign(CheckState state) => state switch
    {
        CheckState.Ok => "✓",
        CheckState.Warning => "!",
        _ => "✗",
    };
}
