
namespace Continuo.WebRtc.Sdp;

/// <summary>How one side describes the audio, or both have agreed on it. Immutable.</summary>
internal sealed record AudioTerms
{
    /// <summary>Payload type of Opus.</summary>
    public required int OpusPayloadType { get; init; }

    /// <summary>Payload type of redundant Opus (RFC 2198); <see langword="null"/> if it is not used.</summary>
    public int? RedPayloadType { get; init; }

    /// <summary>Whether the side prefers to receive stereo (<c>stereo=1</c>; RFC 7587, 6.1).</summary>
    public bool IsStereo { get; init; }

    /// <summary>Maximum bit rate that the side wants to receive; <see langword="null"/> if it says none.</summary>
    public int? MaxAverageBitRate { get; init; }

    /// <summary>Duration of packets that the side wants to receive, in ms; <see langword="null"/> if it says none.</summary>
    public double? PacketMilliseconds { get; init; }

    /// <summary>Maximum duration of packets that the side wants to receive, in ms; <see langword="null"/> if it says none.</summary>
    public double? MaxPacketMilliseconds { get; init; }

    /// <summary>Numbers of the header extensions.</summary>
    public HeaderExtensionIds Extensions { get; init; }

    /// <summary>Identification of the medium (<c>a=mid</c>); empty if it has none.</summary>
    public string MediaId { get; init; } = "";
}
