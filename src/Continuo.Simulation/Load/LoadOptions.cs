using System.Globalization;
using Continuo.Audio;
using Continuo.Codecs.Opus;

namespace Continuo.Simulation.Load;

/// <summary>Options of a <see cref="LoadRun"/>. Immutable.</summary>
internal sealed record LoadOptions
{
    /// <summary>Number of rooms.</summary>
    public int Rooms { get; init; } = 1;

    /// <summary>Speakers in each room. All of them speak all the time.</summary>
    public int Speakers { get; init; } = 10;

    /// <summary>Listeners in each room. The first of them are the speakers, who do not hear themselves.</summary>
    public int Listeners { get; init; } = 10;

    /// <summary>Share of packets to the rooms that are lost, 0…1.</summary>
    public double Loss { get; init; }

    /// <summary>Mean random delay of the packets to the rooms; packets overtake each other.</summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>How the participants are connected.</summary>
    public LoadTransport Transport { get; init; }

    /// <summary>Volumes that each listener changes; with more than none, every listener has a mix of its own.</summary>
    public int ChangedVolumes { get; init; }

    /// <summary>Duration of the measurement, after the warm-up.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Duration before the measurement.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Format of the rooms.</summary>
    public AudioFormat Format { get; init; } = new(48_000, 1);

    /// <summary>Length of a tick: 10 or 20 ms.</summary>
    public TimeSpan Tick { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Preset of the listeners' packets.</summary>
    public OpusPreset Preset { get; init; } = OpusPreset.Named("voice-high");

    /// <summary>Whether the rooms may reduce quality when the ticks take too long.</summary>
    public bool ShedsQuality { get; init; } = true;

    /// <summary>Random seed of the network.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Whether packets are disturbed on the way to the rooms.</summary>
    public bool IsDisturbed => Loss > 0 || Jitter > TimeSpan.Zero;

    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> naming the first value out of range.</exception>
    public void Validate()
    {
        Check(Rooms is >= 1 and <= 1000, "rooms", Rooms, "1…1000");
        Check(Speakers is >= 1 and <= VoicePlan.MaxVoices, "speakers", Speakers, $"1…{VoicePlan.MaxVoices}");
        Check(Listeners is >= 1 and <= 10_000, "listeners", Listeners, "1…10000");
        Check(Loss is >= 0 and < 1, "loss", Loss, "0 to less than 1");
        Check(Jitter.TotalMilliseconds is >= 0 and <= 100, "jitter in ms", Jitter.TotalMilliseconds, "0…100");
        Check(ChangedVolumes >= 0 && ChangedVolumes < Math.Max(2, Speakers), "changed volumes", ChangedVolumes, "less than the speakers");
        Check(Tick.TotalMilliseconds is 10 or 20, "ms per tick", Tick.TotalMilliseconds, "10 or 20");
        Check(Duration.TotalSeconds is >= 1 and <= 86_400, "seconds", Duration.TotalSeconds, "1…86400");
    }

    private static void Check(bool holds, string name, double value, string range)
    {
        if (holds) return;
        throw new AudioException(AudioErrorCode.InvalidArgument, string.Create(CultureInfo.InvariantCulture, $"load of {value} {name}"),
            "out of range", $"Use {range}");
    }
}
