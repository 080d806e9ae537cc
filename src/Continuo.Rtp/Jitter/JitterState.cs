using Continuo.Audio;

namespace Continuo.Rtp.Jitter;

/// <summary>State shared by intake and playout, on the consumer's thread.</summary>
internal sealed class JitterState(AudioFormat format, JitterBufferOptions options)
{
    /// <summary>Counters.</summary>
    public JitterCounters Counters;

    /// <summary>The packets.</summary>
    public PacketStore Store { get; } = new(options.Slots, options.MaxPayloadBytes);

    /// <summary>Converts between the sender's frames and time.</summary>
    public TransitClock Clock { get; } = new(format);

    /// <summary>The target delay.</summary>
    public TargetDelayEstimator Target { get; } = new(options);

    /// <summary>Highest sequence number received.</summary>
    public long NewestSequence { get; set; }

    /// <summary>Delay in ms at which that packet arrived.</summary>
    public double NewestDelayMs { get; set; }

    /// <summary>Lowest delay in ms of the last packets.</summary>
    public LastDelays LastDelays { get; } = new();

    /// <summary>Arrival time of the newest packet, in nanoseconds.</summary>
    public long NewestTime { get; set; }

    /// <summary>Number of frames of the newest packet.</summary>
    public int NewestFrames { get; set; }

    /// <summary>Media time of the first frame of this stream that was played.</summary>
    public long FirstHeard { get; set; }

    /// <summary>Position after the newest packet's last frame.</summary>
    public long NewestEnd { get; set; }

    /// <summary>Share, 0…1, of the packets missing at their expected time that arrived later.</summary>
    public double StallShare { get; set; } = 1;

    /// <summary>Whether the next packet is overdue.</summary>
    public bool IsOverdue { get; set; }

    /// <summary>Number of frames of the last packet.</summary>
    public int PacketFrames { get; set; } = format.SampleRate / 50;
}
