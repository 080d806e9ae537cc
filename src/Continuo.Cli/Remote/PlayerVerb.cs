using System.CommandLine;
using Continuo.Audio;
using Continuo.Cli.Options;
using Continuo.Cli.Output;
using Continuo.Client;
using Continuo.Client.Contract.Requests;
using Continuo.Client.Json;
using Continuo.Playing;

namespace Continuo.Cli.Remote;

/// <summary><c>continuo remote player NAME [play|pause|stop]</c>.</summary>
internal sealed class PlayerVerb : RemoteVerb
{
    private readonly Argument<string> _name = new("PLAYER") { Description = "Player to show or control" };
    private readonly Argument<string?> _action = new("ACTION")
    {
        Description = "play, pause or stop (default: only show)",
        Arity = ArgumentArity.ZeroOrOne,
    };
    private readonly Option<TimeSpan?> _at = new("--at")
    {
        Description = "Go to this position",
        HelpName = "TIME",
        CustomParser = OptionParsers.Duration,
    };
    private readonly Option<double?> _gain = new("--gain") { Description = "Gain in dB, of the output or of --track", HelpName = "DB" };
    private readonly Option<double?> _pan = new("--pan") { Description = "Pan of --track, -1 (left) to 1 (right)", HelpName = "PAN" };
    private readonly Option<int?> _track = new("--track")
    {
        Description = "Track that --gain, --pan, --mute and --solo change",
        HelpName = "NUMBER",
    };
    private readonly Option<bool?> _mute = new("--mute") { Description = "Mute; --mute false to unmute" };
    private readonly Option<bool?> _solo = new("--solo") { Description = "Play only --track and other solo tracks; --solo false to end" };

    public PlayerVerb()
        : base("player", "Show a player, or play, pause, seek and mix it")
    {
        _action.AcceptOnlyFromAmong("play", "pause", "stop");
        Add(_name);
        Add(_action);
        foreach (var option in new Option[] { _at, _gain, _pan, _track, _mute, _solo }) Add(option);
    }

    protected override async Task RunAsync(ParseResult arguments, ContinuoClient server, CommandContext context)
    {
        var name = arguments.GetRequiredValue(_name);
        var change = ChangeOf(arguments);
        var player = change == new ChangePlayerRequest()
            ? await server.GetPlayerAsync(name, context.Stop).ConfigureAwait(false)
            : await server.ChangePlayerAsync(name, change, context.Stop).ConfigureAwait(false);
        Print(context, player, ContractJson.Default.PlayerStatus, RemoteText.Of);
    }

    private ChangePlayerRequest ChangeOf(ParseResult arguments)
    {
        PlayerState? state = arguments.GetValue(_action) switch
        {
            "play" => PlayerState.Playing,
            "pause" => PlayerState.Paused,
            "stop" => PlayerState.Stopped,
            _ => null,
        };
        var change = new ChangePlayerRequest { State = state, PositionSeconds = arguments.GetValue(_at)?.TotalSeconds };
        var (gain, mute) = (arguments.GetValue(_gain), arguments.GetValue(_mute));
        if (arguments.GetValue(_track) is { } index)
        {
            var track = new ChangeTrackRequest
            {
                Index = index,
                Pan = arguments.GetValue(_pan),
                Muted = mute,
                Solo = arguments.GetValue(_solo),
            };
            return change with { Tracks = [gain is null ? track : track with { GainDb = gain }] };
        }

        if (arguments.GetValue(_pan) is not null || arguments.GetValue(_solo) is not null)
        {
            throw new AudioException(AudioErrorCode.InvalidArgument, "--pan and --solo", "no track is named", "Add --track NUMBER");
        }

        change = change with { Muted = mute };
        return gain is null ? change : change with { GainDb = gain };
    }
}
