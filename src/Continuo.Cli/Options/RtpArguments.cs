using System.CommandLine;
using System.Globalization;
using Continuo.Audio;

namespace Continuo.Cli.Options;

/// <summary>Options for sending to <c>rtp://</c> sinks; each is also an option of their addresses.</summary>
internal sealed class RtpArguments
{
    private readonly Option<string?> _preset = new("--preset")
    {
        Description = "Opus preset: low, medium, high, ultra, or voice-low … voice-ultra",
        HelpName = "NAME",
    };
    private readonly Option<string?> _sdp = new("--sdp")
    {
        Description = "Write an SDP file for receivers (ffmpeg, GStreamer, VLC)",
        HelpName = "FILE",
    };
    private readonly Option<int?> _red = new("--red")
    {
        Description = "Number of earlier packets repeated in each packet (RFC 2198)",
        HelpName = "COUNT",
    };
    private readonly Option<bool> _fec = new("--fec") { Description = "Enable Opus in-band forward error correction" };

    public void AddTo(Command command)
    {
        _preset.CompletionSources.Add("low", "medium", "high", "ultra", "voice-low", "voice-medium", "voice-high", "voice-ultra");
        command.Add(_preset);
        command.Add(_sdp);
        command.Add(_red);
        command.Add(_fec);
    }

    /// <summary>Adds the options to the addresses.</summary>
    /// <exception cref="AudioException">There are options but no RTP sink, or several sinks that would write one SDP file.</exception>
    public IReadOnlyList<string> Apply(ParseResult arguments, IReadOnlyList<string> addresses)
    {
        var options = new List<string>();
        if (arguments.GetValue(_preset) is { } preset) options.Add($"preset={Uri.EscapeDataString(preset)}");
        if (arguments.GetValue(_sdp) is { } sdp) options.Add($"sdp={Uri.EscapeDataString(sdp)}");
        if (arguments.GetValue(_red) is { } red) options.Add(string.Create(CultureInfo.InvariantCulture, $"red={red}"));
        if (arguments.GetValue(_fec)) options.Add("fec");
        if (options.Count == 0) return addresses;
        var count = addresses.Count(IsRtp);
        if (count == 0) throw Refuse(options, "no sink is an rtp: address", "Add --to rtp://host:port, or omit these options");
        if (count > 1 && arguments.GetValue(_sdp) is not null)
        {
            throw Refuse(options, "several rtp: sinks would write the same SDP file", "Write sdp=FILE into each address");
        }

        return [.. addresses.Select(
            a => IsRtp(a) ? $"{a}{(a.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{string.Join('&', options)}" : a)];
    }

    private static bool IsRtp(string address) => address.StartsWith("rtp:", StringComparison.OrdinalIgnoreCase);

    private static AudioException Refuse(List<string> options, string happened, string remedy) =>
        new(AudioErrorCode.InvalidArgument, string.Join(' ', options.Select(o => $"--{o.Split('=')[0]}")), happened, remedy);
}
