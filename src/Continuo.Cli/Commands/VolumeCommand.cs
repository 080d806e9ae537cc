using System.CommandLine;
using System.Globalization;
using Continuo.Audio;
using Continuo.Cli.Options;
using Continuo.Cli.Output;
using Continuo.Cli.Reports.Machine;
using Continuo.Devices.Backends;

namespace Continuo.Cli.Commands;

/// <summary><c>continuo volume app:NAME|device:NAME [LEVEL|mute|unmute]</c>.</summary>
internal sealed class VolumeCommand : CliCommand
{
    private readonly Argument<string> _application = new("ADDRESS")
    {
        Description = "app:NAME, by name or process id; or device:NAME, an output with a volume of its own (ALSA, Windows)",
    };
    private readonly Argument<string?> _level = new("LEVEL")
    {
        Description = "0.5, 50%, -6dB, mute or unmute (default: show the current volume)",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public VolumeCommand()
        : base("volume", "Show or set the volume of one application or device")
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
            ("continuo volume device:hw:0 -6dB --backend alsa", "set the volume of a sound card"),
        ];
    }

    protected override Task<int> RunAsync(ParseResult arguments, CommandContext context)
    {
        var address = Composition.Parse(arguments.GetRequiredValue(_application));
        if (address.Scheme == "device") return RunForDevice(address, arguments.GetValue(_level), context);
        if (address.Scheme != "app" || address.Target.Length == 0)
        {
            throw new AudioException(AudioErrorCode.InvalidArgument, address.Text, "the address names neither an application nor a device",
                "Use app:NAME, app:PID or device:NAME; list them with 'continuo apps' and 'continuo devices'");
        }

        using var server = Composition.Backend.Connect();
        Change(server, address.Target, arguments.GetValue(_level));
        context.Output.Result(ApplicationReport.Of(Find(server, address)), ReportJson.Readable.ApplicationReport, Describe);
        return Task.FromResult(ExitCodes.Done);
    }

    private static Task<int> RunForDevice(AudioAddress address, string? level, CommandContext context)
    {
        address.AllowOptions();
        using var server = Composition.Backend.Connect();
        if (level is "mute" or "unmute") server.SetDeviceMuted(address.Target, level == "mute");
        else if (level is not null) server.SetDeviceVolume(address.Target, VolumeLevels.Parse(level));
        context.Output.Result(DeviceVolumeReport.Of(address, server.GetDeviceVolume(address.Target)),
            ReportJson.Readable.DeviceVolumeReport,
            static r => string.Create(CultureInfo.InvariantCulture, $"{r.Address}: {r.Volume * 100:0}%{(r.Muted ? ", muted" : "")}"));
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
