using Continuo.Rtp.Jitter;

namespace Continuo.WebRtc.Sessions;

/// <summary>How a publisher's audio is received. Immutable.</summary>
public sealed record WebRtcPublishOptions
{
    /// <summary>Jitter buffer.</summary>
    public JitterBufferOptions Jitter { get; init; } = JitterBufferOptions.Default with { StartDelay = TimeSpan.FromMilliseconds(20) };

    /// <summary>Bit rate in bits per second that the publisher is asked for; <see langword="null"/> leaves it to the publisher.</summary>
    public int? BitRate { get; init; }

    /// <summary>
    /// Packet length that the publisher is asked for, in ms; <see langword="null"/> leaves it to the publisher (usually 20 ms).
    /// </summary>
    public int? PacketMilliseconds { get; init; } = 10;

    /// <summary>Whether to accept redundant audio (RFC 2198) if it is offered.</summary>
    public bool Red { get; init; } = true;

    /// <summary>Name of the source in statistics and messages.</summary>
    public string Name { get; init; } = "WHIP";

    /// <summary>The browser or program that publishes, shown in the statistics. From the HTTP request.</summary>
    public string UserAgent { get; init; } = "";
}
