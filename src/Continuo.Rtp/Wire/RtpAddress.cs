using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Continuo.Audio;
using Continuo.Sinks;

namespace Continuo.Rtp.Wire;

/// <summary>The host and port of an <c>rtp://host:port</c> address. Immutable.</summary>
/// <param name="Host">A name or an address, IPv6 without its brackets; empty if none is given (<c>rtp://:5004</c>).</param>
/// <param name="Port">RTP port, 1…65534; RTCP uses the next one.</param>
public sealed record RtpAddress(string Host, int Port)
{
    /// <summary>Default port.</summary>
    public const int StandardPort = 5004;

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>Parses an address.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if it is not <c>rtp://host:port</c>.</exception>
    public static RtpAddress Parse(AudioAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var target = address.Target;
        if (!target.StartsWith("//", StringComparison.Ordinal)) throw Refuse(address, "it is not of the form rtp://host:port");
        target = target[2..].TrimEnd('/');
        var bracket = target.LastIndexOf(']');
        var colon = target.IndexOf(':', Math.Max(bracket, 0));
        var host = colon < 0 ? target : target[..colon];
        if (bracket >= 0)
        {
            if (!host.StartsWith('[') || !host.EndsWith(']')) throw Refuse(address, "its brackets do not enclose the host");
            host = host[1..^1];
        }

        if (host.Any(c => char.IsWhiteSpace(c) || c is '/' or '@')) throw Refuse(address, $"'{host}' is not a host");
        if (colon < 0) return new RtpAddress(host, StandardPort);
        var isPort = int.TryParse(target.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            && port is >= 1 and <= 65_534;
        return isPort ? new RtpAddress(host, port) : throw Refuse(address, $"'{target[(colon + 1)..]}' is not a port in 1…65534");
    }

    /// <summary>Resolves the host name. May block on the name service.</summary>
    /// <exception cref="AudioException">
    /// <see cref="AudioErrorCode.NotFound"/> if there is no such host; <see cref="AudioErrorCode.InvalidArgument"/> if none is given.
    /// </exception>
    /// <param name="interruption">Cancels the wait.</param>
    /// <exception cref="OperationCanceledException">It was interrupted.</exception>
    internal IPEndPoint Resolve(Interruption? interruption = null)
    {
        if (Host.Length == 0)
        {
            throw new AudioException(AudioErrorCode.InvalidArgument, ToString(), "the host is missing",
                "Add one, as in rtp://192.0.2.1:5004");
        }

        if (IPAddress.TryParse(Host, out var address)) return new IPEndPoint(address, Port);
        try
        {
            // The system's resolver cannot be interrupted: it continues in the background, and its answer is ignored.
            var asking = Dns.GetHostAddressesAsync(Host);
            while (Task.WaitAny([asking], PollInterval) < 0) interruption?.ThrowIfRequested();
            var found = asking.GetAwaiter().GetResult();
            return new IPEndPoint(found.FirstOrDefault(a => a.AddressFamily == AddressFamily.InterNetwork) ?? found[0], Port);
        }
        catch (Exception e) when (e is SocketException or ArgumentException or IndexOutOfRangeException)
        {
            throw new AudioException(AudioErrorCode.NotFound, ToString(), $"the host '{Host}' is unknown",
                "Check its name, or write its address", e);
        }
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"rtp://{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}");

    private static AudioException Refuse(AudioAddress address, string happened) =>
        new(AudioErrorCode.InvalidArgument, address.Text, happened,
            "Write rtp://host:port, as in rtp://192.0.2.1:5004 or rtp://[2001:db8::1]:5004");
}
