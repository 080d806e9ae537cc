using System.Globalization;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Rtp.Jitter;
using Continuo.Rtp.Wire;
using Microsoft.Extensions.Logging;

namespace Continuo.Rtp.Reception;

/// <summary>How a session receives. Immutable.</summary>
public sealed record ReceptionOptions : ClockedOptions
{
    /// <summary>What the payload types stand for.</summary>
    public required PayloadMap Payloads { get; init; }

    /// <summary>How each source's jitter buffer behaves. It takes at least the packets that were agreed upon.</summary>
    public JitterBufferOptions Jitter { get; init; } = JitterBufferOptions.Default;

    /// <summary>Whether the difference between a sender's clock and ours is resampled away, rather than left to time-scaling. Costs one to two tenths of a percent of a core for each source.</summary>
    public bool DriftCorrection { get; init; } = true;

    /// <summary>No more sources than this are kept; packets of others are counted and dropped.</summary>
    public int MaxStreams { get; init; } = 256;

    /// <summary>A source that has been silent for this long, without reports either, is forgotten.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Our own name in reports, UTF-8.</summary>
    public string Name { get; init; } = "continuo";

    /// <summary>Receives the first exception of an event handler, as a warning; <see langword="null"/>: none.</summary>
    public ILogger? Logger { get; init; }

    /// <summary>Checks that a datagram holds the packets that were agreed upon.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/>: UDP has no such datagrams.</exception>
    internal void Validate()
    {
        var samples = Payloads.MaxSampleBytes;
        if (samples <= RtpPacket.MaxPayloadBytes) return;
        throw new AudioException(
            AudioErrorCode.InvalidArgument,
            Payloads.Main.ToString(),
            string.Create(CultureInfo.InvariantCulture, $"{samples} bytes of samples do not fit into a datagram"),
            "Have it sent in shorter packets (ptime) or with fewer channels");
    }
}
