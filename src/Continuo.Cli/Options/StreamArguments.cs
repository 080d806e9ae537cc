using System.CommandLine;
using System.CommandLine.Parsing;
using Continuo.Audio;
using Continuo.Sources;
using Continuo.Streams;

namespace Continuo.Cli.Options;

/// <summary>The source and its capture options, shared by all commands that open a stream.</summary>
internal sealed class StreamArguments
{
    private const string Forever = "forever";

    private readonly Argument<string> _source = new("ADDRESS")
    {
        Description = "Source; see 'continuo help addresses'",
        HelpName = "ADDRESS",
    };

    private readonly Option<int?> _rate = new("--rate", "-r")
    {
        Description = "Sample rate in Hz (default: rate of the source)",
        HelpName = "HZ",
        CustomParser = OptionParsers.Rate,
    };

    private readonly Option<int?> _channels = new("--channels", "-c")
    {
        Description = "Number of channels (default: channels of the source)",
        HelpName = "N",
        CustomParser = OptionParsers.Channels,
    };

    private readonly Option<TimeSpan?> _duration = new("--duration", "-d")
    {
        Description = "Stop after this much audio: 5s, 1:30, 500ms",
        HelpName = "TIME",
        CustomParser = OptionParsers.Duration,
    };

    private readonly Option<TimeSpan?> _wait = new("--wait", "-w")
    {
        Description = "Wait until the application or device appears, at most TIME; without TIME, no limit",
        HelpName = "TIME",
        CustomParser = ParseWait,
    };

    private readonly Option<bool> _untilExit = new("--until-exit") { Description = "Stop when the captured application (app:) exits" };

    private readonly Option<bool> _offline = new("--offline") { Description = "Run faster than real time (files and generators only)" };

    private readonly Option<string?> _profile = new("--profile")
    {
        Description = "Latency: lowest (chunks of 2.5 ms, more CPU), usual or safe",
        HelpName = "NAME",
    };

    /// <summary>Adds the argument and options to a command.</summary>
    public void AddTo(Command command, bool offline)
    {
        _source.CompletionSources.Add(static _ => AddressHelp.Completions); // evaluated late, because --backend must be known
        command.Add(_source);
        command.Add(_duration);
        command.Add(_rate);
        command.Add(_channels);
        command.Add(_wait);
        command.Add(_untilExit);
        command.Add(_profile);
        if (offline) command.Add(_offline);
    }

    /// <summary>Reads the values.</summary>
    public StreamRequest Read(ParseResult arguments)
    {
        var profile = LatencyProfile.Named(arguments.GetValue(_profile));
        var options = new StreamOptions
        {
            SampleRate = arguments.GetValue(_rate),
            Channels = arguments.GetValue(_channels),
            WaitForAppearance = arguments.GetValue(_wait),
            EndWithApplication = arguments.GetValue(_untilExit),
            ChunkFrames = profile.ChunkFrames(arguments.GetValue(_rate)),
            Pacing = arguments.GetResult(_offline) is not null && arguments.GetValue(_offline) ? Pacing.Unpaced : Pacing.Clock,
        };
        var address = arguments.GetRequiredValue(_source);
        if (options.EndWithApplication && Composition.Parse(address).Scheme != "app")
        {
            throw new AudioException(AudioErrorCode.InvalidArgument, "--until-exit", $"'{address}' is not an application",
                "Use it with app:NAME; stop other sources with --duration or Ctrl-C");
        }

        return new StreamRequest(address, options, arguments.GetValue(_duration)) { Playback = profile.Playback };
    }

    /// <summary>The time after <c>--wait</c> may be omitted: a token that is not a duration is the next argument.</summary>
    public static IReadOnlyList<string> CompleteWait(IReadOnlyList<string> args)
    {
        var complete = new List<string>();
        for (var i = 0; i < args.Count; i++)
        {
            complete.Add(args[i]);
            if (args[i] is "--wait" or "-w" && (i + 1 == args.Count || !Durations.TryParse(args[i + 1], out _))) complete.Add(Forever);
        }

        return complete;
    }

    private static TimeSpan? ParseWait(ArgumentResult result) =>
        result.Tokens[0].Value == Forever ? Durations.Max : OptionParsers.Duration(result);
}
