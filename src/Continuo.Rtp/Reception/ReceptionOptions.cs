using System.Globalization;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Rtp.Jitter;
using Continuo.Rtp.Wire;
using Microsoft.Extensions.Logging;

namespace Continuo.Rtp.Reception;

/// <summary>Options of a <see cref="ReceiverSession"/>. Immutable.</summary>
public sealed record ReceptionOptions : ClockedOptions
{
    /// <summary>Codecs of the payload types.</summary>
    public required PayloadMap Payloads { get; init; }

    /// <summary>Jitter buffer options of each source. Enlarged if the agreed packets require it.</summary>
    public JitterBufferOptions Jitter { get; init; } = JitterBufferOptions.Default;

    /// <summary>Whether clock drift is corrected by resampling instead of time-scaling. Costs 0.1 to 0.2 % of a core per source.</summary>
    public bool DriftCorrection { get; init; } = true;

    /// <summary>Maximum number of sources. Packets of further sources are counted and dropped.</summary>
    public int MaxStreams { get; init; } = 256;

    /// <summary>Remove a source after this long without packets or reports.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Canonical name (CNAME) of this receiver in its reports, UTF-8.</summary>
    public string Name { get; init; } = "continuo";

    /// <summary>Logs the first exception of an event handler as a warning; <see langword="null"/> for no logging.</summary>
    public ILogger? Logger { get; init; }

    /// <summary>Checks that the agreed packets fit into a datagram.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/>: they do not.</exception>
    internal void Validate()
    {
        var samples = Payloads.MaxSampleBytes;
        if (samples <= RtpPacket.MaxPayloadBytes) return;
        throw new AudioException(
            AudioErrorCode.InvalidArgument,
            Payloads.Main.ToString(),
            string.Create(CultureInfo.InvariantCulture, $"{samples} bytes of samples do not fit into a datagram"),
            "Send shorter packets (ptime) or fewer channels");
    }
}
