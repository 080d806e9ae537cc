using System.Globalization;
using System.Net;
using System.Text;
using Continuo.Audio;

namespace Continuo.Rtp.Sdp;

/// <summary>Writes session descriptions in strict RFC 8866 form: all required lines, in order, ended by CR LF. Thread-safe.</summary>
internal static class SdpWriter
{
    /// <summary>Formats a description as text.</summary>
    /// <exception cref="AudioException">
    /// <see cref="AudioErrorCode.InvalidArgument"/>: a port or payload type is out of range, a name holds a line break, a multicast group
    /// has no TTL, no address is given.
    /// </exception>
    public static string Write(SdpDescription description)
    {
        ArgumentNullException.ThrowIfNull(description);
        var text = new StringBuilder();
        Line(text, $"v=0");
        Line(text,
            $"o=- {description.SessionId} {description.SessionVersion} {SdpConnection.KindOf(description.Origin)} {description.Origin}");
        Line(text, $"s={OneLine(description.Name.Length == 0 ? "-" : description.Name)}");
        if (description.Connection is { } connection) Line(text, Connection(connection));
        Line(text, $"t=0 0");
        foreach (var media in description.Media) Write(text, media, description);
        return text.ToString();
    }

    private static void Write(StringBuilder text, SdpMedia media, SdpDescription description)
    {
        Check(media.Formats.Count > 0, "a medium has no format", "Add at least one");
        Check(media.Port is >= 0 and <= 65_535, $"port {media.Port} does not exist", "Choose one in 0…65535");
        Check(description.ConnectionOf(media) is not null, "neither the session nor the medium has an address",
            "Set the connection of one of them");
        var types = string.Join(' ', media.Formats.Select(f => f.PayloadType.ToString(CultureInfo.InvariantCulture)));
        Line(text, $"m={Word(media.Kind)} {media.Port} {Word(media.Protocol)} {types}");
        if (media.Connection is { } connection) Line(text, Connection(connection));
        foreach (var format in media.Formats)
        {
            Check(format.PayloadType is >= 0 and <= 127, $"payload type {format.PayloadType} does not exist", "Choose one in 96…127");
            Check(format.ClockRate > 0 && format.Channels > 0, $"format {format.Encoding} has no rate or no channels", "Give both");
            var channels = format.Channels > 1 ? $"/{format.Channels}" : "";
            Line(text, $"a=rtpmap:{format.PayloadType} {Word(format.Encoding)}/{format.ClockRate}{channels}");
            if (format.Parameters.Length > 0) Line(text, $"a=fmtp:{format.PayloadType} {OneLine(format.Parameters)}");
        }

        if (media.PacketMilliseconds is { } packet) Line(text, $"a=ptime:{packet:0.###}");
        if (media.MaxPacketMilliseconds is { } most) Line(text, $"a=maxptime:{most:0.###}");
        if (media.RtcpPort is { } rtcp)
        {
            Line(text, $"a=rtcp:{rtcp}{(media.RtcpAddress is { } address ? $" {SdpConnection.KindOf(address)} {address}" : "")}");
        }

        if (media.IsRtcpShared) Line(text, $"a=rtcp-mux");
        var direction = media.Direction switch
        {
            SdpDirection.SendOnly => "sendonly",
            SdpDirection.ReceiveOnly => "recvonly",
            SdpDirection.Inactive => "inactive",
            _ => "sendrecv",
        };
        Line(text, $"a={direction}");
    }

    private static FormattableString Connection(SdpConnection connection)
    {
        var isIp4Group = connection.IsMulticast && connection.Kind == "IN IP4";
        Check(!isIp4Group || connection.Ttl is >= 0 and <= 255, $"multicast group {connection.Address} has no TTL", "Set one in 0…255");
        var address = new IPAddress(connection.Address.GetAddressBytes()); // without the zone, which is valid only on this machine
        if (connection.Host is { } host) return $"c={connection.Kind} {Word(host)}";
        return $"c={connection.Kind} {address}{(isIp4Group ? $"/{connection.Ttl}" : "")}";
    }

    private static void Line(StringBuilder text, FormattableString line) =>
        text.Append(line.ToString(CultureInfo.InvariantCulture)).Append("\r\n");

    private static string OneLine(string value)
    {
        Check(!value.Any(char.IsControl), $"'{value.ReplaceLineEndings(" ")}' contains a control character", "Leave it out");
        return value;
    }

    private static string Word(string value)
    {
        Check(value.Length > 0 && !value.Any(c => char.IsControl(c) || c == ' '), $"'{OneLine(value)}' is not one word",
            "Use a registered name");
        return value;
    }

    private static void Check(bool holds, string happened, string remedy)
    {
        if (!holds) throw new AudioException(AudioErrorCode.InvalidArgument, "session description", happened, remedy);
    }
}
