using System.Globalization;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Network.Jitter;

namespace Continuo.Network.Reception;

/// <summary>How a session receives. Immutable.</summary>
public sealed record ReceptionOptions
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

    /// <summary>The clock of arrivals and of reading.</summary>
    public MonotonicClock Clock { get; init; } = SystemClock.Instance;

    /// <summary>Our own name in reports, UTF-8.</summary>
    public string Name { get; init; } = "continuo";

    /// <summary>How long datagrams may be: as long as the packets that were agreed upon, and room for headers and copies.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/>: UDP has no such datagrams.</exception>
    internal int MaxDatagramBytes()
    {
        const int Least = 2048;
        const int Most = 65_507; // UDP over IPv4
        var samples = Payloads.MaxSampleBytes;
        if (samples + Least <= Most) return samples + Least;
        throw new AudioException(
            AudioErrorCode.InvalidArgument,
            Payloads.Main.ToString(),
            string.Create(CultureInfo.InvariantCulture, $"{samples} bytes of samples do not fit into a datagram"),
            "Have it sent in shorter packets (ptime) or with fewer channels");
    }
}
