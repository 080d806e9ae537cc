using Continuo.Rooms;

namespace Continuo.Simulation.Load;

/// <summary>
/// Who speaks at which frequency, and at which gain each listener must hear each speaker. Every speaker is a sine of its own; speaker 0
/// also sends the marker. Immutable.
/// </summary>
internal sealed class VoicePlan
{
    /// <summary>Maximum number of speakers that can be told apart.</summary>
    public const int MaxVoices = 400;

    private const double LowHertz = 200;
    private const double HighHertz = 7000;
    private static readonly double[] Volumes = [0.5, 0, 1.5, 2, 0.25];

    private readonly LoadOptions _options;

    public VoicePlan(LoadOptions options)
    {
        _options = options;
        var step = Math.Floor((HighHertz - LowHertz) / options.Speakers);
        Hertz = [.. Enumerable.Range(0, options.Speakers).Select(i => LowHertz + i * Math.Min(step, 400))];

        // Loud enough to count as speech, and low enough that the limiter stays idle at 200 %.
        Amplitude = Math.Min(0.08, 0.2 / Math.Sqrt(options.Speakers));
    }

    /// <summary>Frequency of each speaker: whole numbers, so that a second of it can be repeated.</summary>
    public double[] Hertz { get; }

    /// <summary>Amplitude of each speaker's sine.</summary>
    public double Amplitude { get; }

    /// <summary>Stable id of a participant.</summary>
    public static string Id(int participant) => FormattableString.Invariant($"p{participant}");

    /// <summary>Gain at which a listener must hear a speaker.</summary>
    public double Gain(int listener, int speaker)
    {
        if (listener == speaker) return 0;
        var distance = (speaker - listener - 1) % _options.Speakers;
        if (distance < 0) distance += _options.Speakers;
        return distance < _options.ChangedVolumes ? Volumes[(distance + listener / _options.Speakers) % Volumes.Length] : 1;
    }

    /// <summary>The settings of a listener.</summary>
    public IReadOnlyList<SpeakerVolume> Settings(int listener)
    {
        List<SpeakerVolume> settings = [];
        for (var distance = 0; distance < _options.ChangedVolumes; distance++)
        {
            var speaker = (listener + 1 + distance) % _options.Speakers;
            if (speaker == listener) continue;
            var gain = Gain(listener, speaker);
            settings.Add(new SpeakerVolume(Id(speaker), gain == 0 ? 1 : gain, IsMuted: gain == 0));
        }

        return settings;
    }
}
