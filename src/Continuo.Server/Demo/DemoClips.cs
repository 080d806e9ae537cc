using Continuo.Audio;

namespace Continuo.Server.Demo;

/// <summary>The demo's audio by name, each made once, when it is first needed. Thread-safe.</summary>
internal static class DemoClips
{
    /// <summary>The stems of the band, in the order of the mixer.</summary>
    public static IReadOnlyList<string> Stems { get; } =
        ["drums", "bass", "guitar-left", "guitar-right", "keys", "lead-voice", "choir", "click"];

    /// <summary>Three people who talk in turn.</summary>
    public static IReadOnlyList<string> Voices { get; } = ["voice-1", "voice-2", "voice-3"];

    private static readonly Dictionary<string, Lazy<AudioClip>> Clips = new(StringComparer.OrdinalIgnoreCase)
    {
        ["drums"] = new(RhythmSection.Drums),
        ["bass"] = new(RhythmSection.Bass),
        ["guitar-left"] = new(Guitars.Left),
        ["guitar-right"] = new(Guitars.Right),
        ["keys"] = new(ElectricPiano.Render),
        ["lead-voice"] = new(Singers.Lead),
        ["choir"] = new(Singers.Choir),
        ["click"] = new(RhythmSection.Click),
        ["voice-1"] = new(() => Talkers.Render(0)),
        ["voice-2"] = new(() => Talkers.Render(1)),
        ["voice-3"] = new(() => Talkers.Render(2)),
    };

    /// <summary>All names.</summary>
    public static IEnumerable<string> Names => Clips.Keys;

    /// <summary>The clip of a name; <see langword="null"/> if there is none.</summary>
    public static Lazy<AudioClip>? Find(string name) => Clips.GetValueOrDefault(name);

    /// <summary>Makes all that are not made yet, on all processors.</summary>
    public static void Prepare() => Parallel.ForEach(Clips.Values, static clip => _ = clip.Value);
}
