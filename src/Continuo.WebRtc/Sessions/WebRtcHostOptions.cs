using System.Net;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Rtp.Encoders;
using Microsoft.Extensions.Logging;

namespace Continuo.WebRtc.Sessions;

/// <summary>Options of a WebRtcHost. Immutable.</summary>
public sealed record WebRtcHostOptions : ClockedOptions
{
    /// <summary>
    /// Address and UDP port for the media of all sessions. Port 0 selects a free one. <see cref="IPAddress.IPv6Any"/> stands for all IPv4
    /// and IPv6 addresses. Default: loopback.
    /// </summary>
    public IPEndPoint Listen { get; init; } = new(IPAddress.Loopback, 0);

    /// <summary>
    /// Addresses to announce instead of those of the machine's interfaces: of a router that forwards the port, or of a machine in a cloud.
    /// Empty: the address listened on, or, if that stands for all, those of all interfaces.
    /// </summary>
    public IReadOnlyList<IPAddress> PublicAddresses { get; init; } = [];

    /// <summary>Maximum number of sessions at the same time.</summary>
    public int MaxSessions { get; init; } = 2000;

    /// <summary>
    /// End a session after this long without a connectivity check of its peer (RFC 7675 allows 30 s). Browsers send one every 2.5 to 6 s.
    /// </summary>
    public TimeSpan Expiry { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>End a session that is not connected after this long.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Wall clock, for the capture times and sender reports that listeners receive.</summary>
    public TimeProvider WallClock { get; init; } = TimeProvider.System;

    /// <summary>
    /// Receives session starts and ends, and faults; <see langword="null"/> for no logging.
    /// Never written to by a thread that carries audio.
    /// </summary>
    public ILogger? Logger { get; init; }

    /// <summary>Encoders that this host shares with others; <see langword="null"/>: it has its own.</summary>
    internal StreamEncoders? Encoders { get; init; }

    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/>: a value is out of range.</exception>
    internal void Validate()
    {
        Check(MaxSessions is >= 1 and <= 100_000, nameof(MaxSessions), MaxSessions, "Use 1…100000");
        Check(Expiry >= TimeSpan.FromSeconds(7) && Expiry <= TimeSpan.FromMinutes(5), nameof(Expiry), Expiry,
            "Use 7 s to 5 min; browsers send a check every 2.5 to 6 s");
        Check(ConnectTimeout > TimeSpan.Zero, nameof(ConnectTimeout), ConnectTimeout, "Use a positive time");
    }

    private static void Check(bool holds, string name, object value, string remedy)
    {
        if (holds) return;
        throw new AudioException(AudioErrorCode.InvalidArgument,
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"WebRTC {name} = {value}"), "out of range", remedy);
    }
}
