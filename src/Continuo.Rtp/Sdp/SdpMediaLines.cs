using System.Globalization;
using Continuo.Audio;

namespace Continuo.Rtp.Sdp;

/// <summary>
/// A medium while its lines are parsed. An invalid line makes only this medium unusable, and only if no other line defines how to receive
/// it: a description often contains parts for other receivers.
/// </summary>
internal sealed class SdpMediaLines
{
    /// <summary>Maximum packet time of any receiver; a larger number is in microseconds, as some AES67 devices write it.</summary>
    private const double MaxPacketMilliseconds = 120;

    private readonly SdpLine _line;
    private readonly List<int> _payloadTypes = [];
    private readonly Dictionary<int, SdpFormat> _maps = [];
    private readonly Dictionary<int, string> _parameters = [];
    private readonly List<SdpAttribute> _attributes = [];
    private SdpMedia _media;
    private AudioException? _fault;
    private AudioException? _connectionFault;

    private SdpMediaLines(SdpLine line, SdpMedia media) => (_line, _media) = (line, media);

    /// <summary>Parses <c>m=audio 5004 RTP/AVP 96 97</c>.</summary>
    /// <param name="line">The line.</param>
    /// <param name="direction">Direction of the session.</param>
    public static SdpMediaLines Begin(SdpLine line, SdpDirection direction)
    {
        var words = line.Words();
        var kind = words.Length > 0 ? words[0] : "";
        var media = new SdpMedia
        {
            Kind = kind,
            Port = 0,
            Protocol = words.Length > 2 ? words[2] : "",
            Formats = [],
            Direction = direction,
            Line = line.Number,
            Text = line.Value.Trim()
        };
        var lines = new SdpMediaLines(line, media);
        if (kind != "audio") return lines; // other media are ignored
        try
        {
            if (words.Length < 4) throw line.Refuse($"'{line.Shown}' is incomplete", "Write m=audio 5004 RTP/AVP 96");
            lines._media = media with { Port = line.Integer(words[1].Split('/')[0], "port", 0, 65_535) };
        }
        catch (AudioException e)
        {
            lines._fault = e;
        }

        if (IsRtp(media.Protocol)) lines.TakeTypes(words.Skip(3));
        return lines;
    }

    public void Take(SdpLine line)
    {
        if (line.Type == 'c' && _media.Kind == "audio") TakeConnection(line);
        if (line.Type != 'a') return;
        var (name, value) = SdpAttribute.Parse(line.Value);
        _attributes.Add(new SdpAttribute(name, value));
        if (_media.Kind != "audio") return;
        switch (name)
        {
            case "rtpmap": TakeMap(line, value); break;
            case "fmtp": TakeParameters(value); break;
            case "ptime": _media = _media with { PacketMilliseconds = PacketTime(value) }; break;
            case "maxptime": _media = _media with { MaxPacketMilliseconds = SdpLine.Milliseconds(value) }; break;
            case "rtcp": TakeRtcp(value); break;
            case "rtcp-mux": _media = _media with { IsRtcpShared = true }; break;
            default: _media = _media with { Direction = DirectionOf(name) ?? _media.Direction }; break;
        }
    }

    /// <summary>The direction that an attribute states; <see langword="null"/> if it states none.</summary>
    public static SdpDirection? DirectionOf(string attribute) => attribute switch
    {
        "sendrecv" => SdpDirection.SendReceive,
        "sendonly" => SdpDirection.SendOnly,
        "recvonly" => SdpDirection.ReceiveOnly,
        "inactive" => SdpDirection.Inactive,
        _ => null,
    };

    /// <summary>Returns the complete medium.</summary>
    /// <param name="sessionFault">Error of the session's address; relevant if the medium has no address of its own.</param>
    public SdpMedia Complete(AudioException? sessionFault)
    {
        var formats = new List<SdpFormat>();
        foreach (var type in _payloadTypes.Distinct())
        {
            if ((_maps.GetValueOrDefault(type) ?? SdpFormat.Static(type)) is { } format)
            {
                formats.Add(format with { Parameters = _parameters.GetValueOrDefault(type, "") });
            }
        }

        if (formats.Count > 0 && _media.Port > 0) _fault = null; // the errors concerned other payload types
        if (_payloadTypes.Count > 0 && formats.Count == 0)
        {
            _fault ??= _line.Refuse($"payload type {_payloadTypes[0]} is not defined",
                $"Add a line such as a=rtpmap:{_payloadTypes[0]} opus/48000/2");
        }

        return _media with
        {
            Formats = formats,
            Attributes = _attributes,
            Fault = _fault ?? (_media.Connection is null ? _connectionFault ?? sessionFault : null)
        };
    }

    // RTP/AVP and similar profiles, and UDP/TLS/RTP/SAVPF of WebRTC (RFC 5764, 8).
    private static bool IsRtp(string protocol) =>
        protocol.StartsWith("RTP/", StringComparison.OrdinalIgnoreCase)
            || protocol.StartsWith("UDP/TLS/RTP/", StringComparison.OrdinalIgnoreCase);

    private static double? PacketTime(string value) => SdpLine.Milliseconds(value) switch
    {
        <= MaxPacketMilliseconds and var ms => ms,
        <= 1000 * MaxPacketMilliseconds and var microseconds => microseconds / 1000,
        _ => null,
    };

    private void TakeTypes(IEnumerable<string> words)
    {
        foreach (var word in words)
        {
            try
            {
                _payloadTypes.Add(_line.Integer(word, "payload type", 0, 127));
            }
            catch (AudioException e)
            {
                _fault ??= e;
            }
        }
    }

    // Several lines describe layers or alternatives of one medium: the first is the base.
    private void TakeConnection(SdpLine line)
    {
        try
        {
            _media = _media with { Connection = _media.Connection ?? line.Connection() };
        }
        catch (AudioException e)
        {
            _connectionFault ??= e;
        }
    }

    private void TakeMap(SdpLine line, string value)
    {
        try
        {
            var words = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var parts = words.Length >= 2 ? words[1].Split('/') : [];
            if (parts.Length < 2 || parts[0].Length == 0)
            {
                throw line.Refuse($"'{line.Shown}' does not name an encoding and its rate", "Write a=rtpmap:96 opus/48000/2");
            }

            var type = line.Integer(words[0], "payload type", 0, 127);
            var rate = line.Integer(parts[1], "clock rate", 1, 1_000_000);
            var channels = parts.Length > 2 ? line.Integer(parts[2], "channel count", 1, 255) : 1;
            _maps[type] = new SdpFormat(type, parts[0], rate, channels);
        }
        catch (AudioException e)
        {
            _fault ??= e;
        }
    }

    private void TakeParameters(string value)
    {
        var space = value.IndexOf(' ', StringComparison.Ordinal);
        if (!int.TryParse(space < 0 ? value : value[..space], NumberStyles.None, CultureInfo.InvariantCulture, out var type)) return;
        _parameters[type] = space < 0 ? "" : value[(space + 1)..].Trim();
    }

    // Port 0, which some senders write, means no reports. They are not required.
    private void TakeRtcp(string value)
    {
        var words = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0 || !ushort.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port == 0)
        {
            return;
        }

        _media = _media with { RtcpPort = port, RtcpAddress = words.Length >= 4 ? SdpLine.Address(words[3]) : null };
    }
}
