using System.CommandLine;
using System.Reflection;
using Continuo.Cli.Doctor;
using Continuo.Cli.Output;
using Continuo.Cli.Reports;

namespace Continuo.Cli.Commands;

/// <summary><c>continuo doctor</c>.</summary>
internal sealed class DoctorCommand : CliCommand
{
    public DoctorCommand()
        : base("doctor", "Say what this machine offers, what is missing, and what to do about it")
    {
        Notes = "The exit code is 0 unless Continuo itself does not work: an audio server and native libraries are needed only for what uses them.";
        Examples = [("continuo doctor", "look at everything"), ("continuo doctor --json", "the same for programs")];
    }

    protected override Task<int> RunAsync(ParseResult arguments, CommandContext context)
    {
        CheckReport[] checks = [.. SystemChecks.Run(), .. CoreChecks.Run(), .. EndpointChecks.Run()];
        var version = typeof(DoctorCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        var report = new DoctorReport(version, checks.All(c => c.State != CheckState.Failed), checks);
        context.Output.Result(report, ReportJson.Readable.DoctorReport, Describe);
        return Task.FromResult(report.Usable ? ExitCodes.Done : ExitCodes.Failed);
    }

    private static string Describe(DoctorReport report)
    {
        var lines = report.Checks.Select(c => $"{Sign(c.State)} {c.Name,-22}{c.Detail}{(c.Remedy is { } remedy ? $"\n  {"",-22}→ {remedy}" : "")}");
        return $"continuo {report.Version}\n{string.Join('\n', lines)}\n{(report.Usable ? "Continuo works here; try 'continuo demo'." : "Continuo does not work here.")}";
    }

    private static string Sign(CheckState state) => state switch
    {
        CheckState.Ok => "✓",
        CheckState.Warning => "!",
        _ => "✗",
    };
}
