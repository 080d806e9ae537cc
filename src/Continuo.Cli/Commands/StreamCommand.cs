using System.CommandLine;
using System.Globalization;
using Continuo.Audio;
using Continuo.Cli.Options;
using Continuo.Cli.Output;
using Continuo.Cli.Reports;
using Continuo.Cli.Transfers;
using Continuo.Rtp.Sending;

namespace Continuo.Cli.Commands;

/// <summary><c>continuo stream ADDRESS --to ADDRESS…</c>.</summary>
internal sealed class StreamCommand : CliCommand
{
    private readonly StreamArguments _stream = new();
    private readonly Option<string[]> _to = new("--to", "-t")
    {
        Description = "Sink; repeat the option for several sinks",
        HelpName = "ADDRESS",
        Required = true,
        Arity = ArgumentArity.OneOrMore,
    };
    private readonly Option<SampleType?> _sample = new("--sample", "-s")
    {
        Description = "Sample format: s16, s24, s32 or f32",
        HelpName = "TYPE",
        CustomParser = OptionParsers.Sample,
    };

    private readonly RtpArguments _rtp = new();
    private readonly OverwriteOption _overwrite = new();

    public StreamCommand()
        : base("stream", "Send a source to one or more sinks")
    {
        _stream.AddTo(this, offline: true);
        _to.CompletionSources.Add("device:", "file:", "rtp://", "whip:", "mumble://", "exec:", "null:", "-");
        Add(_to);
        Add(_sample);
        _rtp.AddTo(this);
        _overwrite.AddTo(this);
        TakesAddresses = true;
        Notes = """
            Sinks are independent: a slow or failed sink does not affect the others. The exit code is 1 if any sink failed.
            Options of an rtp: address: codec=opus, L16 or L24; preset, red, fec and sdp as above; ptime=MS; loss=PERCENT (expected);
            dtx; ttl=N and if=INTERFACE for multicast groups. Options of a whip: address: bearer=TOKEN, preset=NAME, ptime=MS, red; other
            options are passed to the server.
            """;
        Examples =
        [
            ("continuo stream app:firefox --to device:headphones --to take.wav", "listen and record at the same time"),
            ("continuo stream tone:1000 --to null: --to tone.wav --duration 2s", "send a tone to two sinks"),
            ("continuo stream device: --rate 48000 --channels 2 --to \"exec:ffmpeg -f f32le -ar 48000 -ac 2 -i - voice.ogg\"",
                "pipe the microphone to another program"),
            ("continuo stream app:firefox --to whip:http://studio:7480/whip/controller", "publish to a server over WebRTC"),
            ("continuo stream app:firefox --to \"mumble://voice.example.org/Lobby?name=Radio\"", "talk into a Mumble channel"),
            ("continuo stream app:firefox --to rtp://192.0.2.7:5004 --preset high --red 1 --sdp firefox.sdp",
                "send Opus over RTP; the receiver can recover single lost packets"),
        ];
    }

    protected override async Task<int> RunAsync(ParseResult arguments, CommandContext context)
    {
        IReadOnlyList<string> sinks = [.. _rtp.Apply(arguments, arguments.GetRequiredValue(_to))];
        var transfer = new Transfer(AtRateOf(sinks, _stream.Read(arguments)), arguments.GetValue(_sample), context);
        _overwrite.Check(arguments, context, arguments.GetRequiredValue(_to));
        var result = await transfer.RunAsync(sinks).ConfigureAwait(false);
        context.Output.Result(result.ToStreamReport(), ReportJson.Readable.StreamReport, Describe);
        if (result.Failure is not { } failure) return ExitCodes.Done;
        return context.Output.IsJson ? ExitCodes.Of(failure) : context.Output.Fail(failure);
    }

    // Opus has fixed rates, and a device may have any.
    private static StreamRequest AtRateOf(IReadOnlyList<string> sinks, StreamRequest request) =>
        request.Options.SampleRate is null
            && sinks.Select(Composition.Parse).Any(s => s.Scheme is "whip" or "mumble"
            || (s.Scheme == "rtp" && s.Option("codec") is not ("L16" or "L24")))
            ? request with { Options = request.Options with { SampleRate = AudioFormat.Default.SampleRate } }
            : request;

    private static string Describe(StreamReport report) => string.Join('\n', report.Sinks.Select(s => string.Create(
        CultureInfo.InvariantCulture,
        $"→ {s.Sink}  {s.Seconds:0.000} s, {Plural.Of(s.Frames, "frame")}; {Plural.Of(s.DroppedChunks, "chunk")} dropped, "
            + $"{Plural.Of(s.GapFrames, "frame")} missing{Sent(s.Rtp)}{(s.Error is { } e ? $"; FAILED: {e.Message}" : "")}")))
            + (report.Network is { } network ? "\n" + network : "");

    private static string Sent(RtpSenderStatistics? rtp)
    {
        if (rtp is null) return "";
        var receivers = string.Concat(rtp.Receivers.Select(r => string.Create(
            CultureInfo.InvariantCulture,
            $"\n    {r.Address} lost {Plural.Of(r.Lost, "packet")}, {r.LossPercent:0.0} % recently; jitter {r.JitterMs:0.0} "
                + $"ms{(r.RoundTripMs < 0 ? "" : $", round trip {r.RoundTripMs:0.0} ms")}")));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"\n    {rtp.Codec}: {Plural.Of(rtp.Packets, "packet")}, {rtp.BitRate / 1000:0} kb/s, {rtp.Refused} "
                + $"refused{(rtp.LastRefusal.Length > 0 ? $" ({rtp.LastRefusal})" : "")}{receivers}");
    }
}
