using System.CommandLine;
using System.Globalization;
using Continuo.Audio;
using Continuo.Cli.Options;
using Continuo.Cli.Output;
using Continuo.Cli.Reports.Machine;
using Continuo.Devices.Backends;

namespace Continuo.Cli.Commands;

/// <summary><c>continuo volume app:NAME [LEVEL|mute|unmute]</c>.</summary>
internal sealed class VolumeCommand : CliCommand
{
    private readonly Argument<string> _application = new("app:NAME") { Description = "Application, by name or process id" };
    private readonly Argument<string?> _level = new("LEVEL")
    {
        Description = "0.5, 50%, -6dB, mute or unmute (default: show the current volume)",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public VolumeCommand()
        : base("volume", "Show or set the volume of one application")
    {
        Add(_application);
        _level.CompletionSources.Add("mute", "unmute", "50%", "100%");
        Add(_level);
        Notes = "Write '--' before a negative level, so that it is not read as an option: continuo volume -- app:mpv -6dB";
        Examples =
        [
            ("continuo volume app:firefox", "show the volume of Firefox"),
            ("continuo volume app:firefox 50%", "set the volume to 50 %"),
            ("continuo volume app:mpv mute", "mute mpv"),
        ];
    }

    protected override Task<int> RunAsync(ParseResult arguments, CommandContext context)
    {
        var address = Composition.Parse(arguments.GetRequiredValue(_application));
        if (address.Scheme != "app" || address.Target.Length == 0)
        {
            throw new AudioException(AudioErrorCode.InvalidArgument, address.Text, "the address does not name an application",
                "Use app:NAME or app:PID; list applications with 'continuo apps'");
        }

        using var server = Composition.Backend.Connect();
        Change(server, address.Target, arguments.GetValue(_level));
        context.Output.Result(ApplicationReport.Of(Find(server, address)), ReportJson.Readable.ApplicationReport, Describe);
        return Task.FromResult(ExitCodes.Done);
    }

    private static void Change(IAudioServer server, string application, string? level)
    {
        switch (level)
        {
            case null:
                break;
            case "mute" or "unmute":
                server.SetMuted(application, level == "mute");
                break;
            default:
                server.SetVolume(application, VolumeLevels.Parse(level));
                break;
        }
    }

    private static AudioApplication Find(IAudioServer server, AudioAddress address)
    {
        try
        {
            return server.WaitForApplication(address.Target, TimeSpan.Zero);
        }
        catch (AudioException e) when (e.Code == AudioErrorCode.TimedOut)
        {
            throw new AudioException(AudioErrorCode.NotFound, address.Text, "the application is not playing audio",
                "List applications with 'continuo apps'", e);
        }
    }

    private static string Describe(ApplicationReport report) => string.Join('\n', report.Sessions.Select(s => string.Create(
        CultureInfo.InvariantCulture,
        $"{report.Name} ({report.Address}), {s.Name}: {(s.Volume is { } v ? $"{v * 100:0}%" : "no volume")}{(s.Muted ? ", muted" : "")}")));
}
