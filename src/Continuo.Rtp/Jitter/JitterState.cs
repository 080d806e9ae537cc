using Continuo.Audio;

namespace Continuo.Rtp.Jitter;

/// <summary>What intake and playout share, on the consumer's thread.</summary>
internal sealed class JitterState(AudioFormat format, JitterBufferOptions options)
{
    /// <summary>What is counted.</summary>
    public JitterCounters Counters;

    /// <summary>The packets.</summary>
    public PacketStore Store { get; } = new(options.Slots, options.MaxPayloadBytes);

    /// <summary>What relates the sender's frames to time.</summary>
    public TransitClock Clock { get; } = new(format);

    /// <summary>How long to hold audio back.</summary>
    public TargetDelayEstimator Target { get; } = new(options);

    /// <summary>The highest number that has come.</summary>
    public long NewestSequence { get; set; }

    /// <summary>The delay, in ms, at which that packet came.</summary>
    public double NewestDelayMs { get; set; }

    /// <summary>The delay, in ms, that none of the last packets undercut.</summary>
    public LastDelays LastDelays { get; } = new();

    /// <summary>When that packet came, in nanoseconds.</summary>
    public long NewestTime { get; set; }

    /// <summary>How many frames that packet holds.</summary>
    public int NewestFrames { get; set; }

    /// <summary>Media time of the first frame that was heard of this stream.</summary>
    public long FirstHeard { get; set; }

    /// <summary>The position after that packet's last frame.</summary>
    public long NewestEnd { get; set; }

    /// <summary>Of the packets that did not come when they were expected, how many came later rather than never, 0…1.</summary>
    public double StallShare { get; set; } = 1;

    /// <summary>Whether the next packet is later than expected.</summary>
    public bool IsOverdue { get; set; }

    /// <summary>How many frames the last packet held.</summary>
    public int PacketFrames { get; set; } = format.SampleRate / 50;
}
