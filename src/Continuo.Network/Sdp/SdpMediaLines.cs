using System.Net;

namespace Continuo.Network.Sdp;

/// <summary>A medium while its lines are read.</summary>
internal sealed class SdpMediaLines
{
    private readonly SdpLine _line;
    private readonly int[] _payloadTypes;
    private readonly Dictionary<int, SdpFormat> _maps = [];
    private readonly Dictionary<int, string> _parameters = [];
    private SdpMedia _media;

    private SdpMediaLines(SdpLine line, SdpMedia media, int[] payloadTypes)
    {
        _line = line;
        _media = media;
        _payloadTypes = payloadTypes;
    }

    /// <summary>Understands <c>m=audio 5004 RTP/AVP 96 97</c>.</summary>
    public static SdpMediaLines Begin(SdpLine line)
    {
        var words = line.Words();
        if (words.Length < 4) throw line.Refuse($"'{line.Shown}' is incomplete", "Write m=audio 5004 RTP/AVP 96");
        var media = new SdpMedia
        {
            Kind = words[0],
            Port = line.Integer(words[1].Split('/')[0], "port", 0, 65_535),
            Protocol = words[2],
            Formats = [],
            Line = line.Number,
        };

        // Other media have formats of other kinds, and are nothing to complain about.
        var isRtp = media.Kind == "audio" && media.Protocol.StartsWith("RTP/", StringComparison.OrdinalIgnoreCase);
        return new SdpMediaLines(line, media, isRtp ? [.. words.Skip(3).Select(w => line.Integer(w, "payload type", 0, 127))] : []);
    }

    public void Take(SdpLine line)
    {
        if (_media.Kind != "audio") return;
        if (line.Type == 'c') _media = _media with { Connection = line.Connection() };
        if (line.Type != 'a') return;
        var colon = line.Value.IndexOf(':', StringComparison.Ordinal);
        var name = (colon < 0 ? line.Value : line.Value[..colon]).Trim();
        var value = colon < 0 ? "" : line.Value[(colon + 1)..].Trim();
        switch (name)
        {
            case "rtpmap": TakeMap(line, value); break;
            case "fmtp": TakeParameters(line, value); break;
            case "ptime": _media = _media with { PacketMilliseconds = line.Milliseconds(value, "ptime") }; break;
            case "maxptime": _media = _media with { MaxPacketMilliseconds = line.Milliseconds(value, "maxptime") }; break;
            case "rtcp": TakeRtcp(line, value); break;
            case "rtcp-mux": _media = _media with { IsRtcpShared = true }; break;
            case "sendrecv": _media = _media with { Direction = SdpDirection.SendReceive }; break;
            case "sendonly": _media = _media with { Direction = SdpDirection.SendOnly }; break;
            case "recvonly": _media = _media with { Direction = SdpDirection.ReceiveOnly }; break;
            case "inactive": _media = _media with { Direction = SdpDirection.Inactive }; break;
        }
    }

    public SdpMedia Complete()
    {
        var formats = new List<SdpFormat>();
        foreach (var type in _payloadTypes.Distinct())
        {
            if ((_maps.GetValueOrDefault(type) ?? SdpFormat.Static(type)) is { } format) formats.Add(format with { Parameters = _parameters.GetValueOrDefault(type, "") });
        }

        if (_payloadTypes.Length > 0 && formats.Count == 0)
        {
            throw _line.Refuse($"nothing says what payload type {_payloadTypes[0]} is", $"Add a line such as a=rtpmap:{_payloadTypes[0]} opus/48000/2");
        }

        return _media with { Formats = formats };
    }

    private void TakeMap(SdpLine line, string value)
    {
        var words = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var parts = words.Length >= 2 ? words[1].Split('/') : [];
        if (parts.Length < 2 || parts[0].Length == 0) throw line.Refuse($"'{line.Shown}' does not name an encoding and its rate", "Write a=rtpmap:96 opus/48000/2");
        var type = line.Integer(words[0], "payload type", 0, 127);
        var rate = line.Integer(parts[1], "clock rate", 1, 1_000_000);
        var channels = parts.Length > 2 ? line.Integer(parts[2], "channel count", 1, 255) : 1;
        _maps[type] = new SdpFormat(type, parts[0], rate, channels);
    }

    private void TakeParameters(SdpLine line, string value)
    {
        var space = value.IndexOf(' ', StringComparison.Ordinal);
        _parameters[line.Integer(space < 0 ? value : value[..space], "payload type", 0, 127)] = space < 0 ? "" : value[(space + 1)..].Trim();
    }

    private void TakeRtcp(SdpLine line, string value)
    {
        var words = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        IPAddress? address = words.Length >= 4 ? line.Address(words[2], words[3]) : null;
        _media = _media with { RtcpPort = line.Integer(words.Length > 0 ? words[0] : "", "RTCP port", 1, 65_535), RtcpAddress = address };
    }
}
