using Continuo.Audio;
using Continuo.Server.Configuration;
using Continuo.Streams;

namespace Continuo.Cli.Desk;

/// <summary>The configuration of <c>continuo desk</c>. Immutable.</summary>
internal sealed record DeskConfig
{
    /// <summary>A desk of generated voices that needs nothing else: <c>continuo desk --example</c>.</summary>
    public const string Example = """
        {
          // Voice channels. Each user of a Mumble channel is a person; any other address is one person.
          "channels": {
            "Anna": { "address": "tone:220?level=-22", "group": "Track 1" },
            "Ben": { "address": "tone:330?level=-26", "group": "Track 1" },
            "Stadium": { "address": "noise:pink?level=-30", "group": "Track 2", "volume": 50 }
          },

          // Where the mix goes: any number of devices, files and networks. "null:" plays nowhere; try "device:" or "mix.flac".
          "outputs": { "nowhere": "null:" }
        }

        """;

    /// <summary>The desk's name: what it has set is saved under it.</summary>
    public string Name { get; init; } = "desk";

    /// <summary>Whether the mix has two channels.</summary>
    public bool IsStereo { get; init; }

    /// <summary>File of the saved volumes.</summary>
    public string? VolumesFile { get; init; }

    public IReadOnlyList<ChannelDeclaration> Channels { get; init; } = [];

    /// <summary>Sinks of the mix by name.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Outputs { get; init; } = [];

    /// <summary>Files and other sources that a key plays, by name.</summary>
    public IReadOnlyList<AnnouncementDeclaration> Announcements { get; init; } = [];

    /// <summary>Where recordings go: a directory in it for each.</summary>
    public string RecordingsDirectory { get; init; } = "recordings";

    /// <summary>Ending of the recorded files.</summary>
    public string RecordingFormat { get; init; } = "flac";

    /// <summary>How much is kept for replay; zero: nothing.</summary>
    public TimeSpan Replay { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The groups of the channels, in the order of the configuration.</summary>
    public IReadOnlyList<string> Groups => [.. Channels.Select(c => c.Group).Distinct(StringComparer.Ordinal)];

    /// <summary>Reads a file.</summary>
    /// <exception cref="AudioException">It does not exist, or has mistakes: all are listed, each with its place.</exception>
    public static DeskConfig Load(string file, AudioSystem system) => Parse(ServerConfig.ReadFile(file), file, system);

    /// <summary><see cref="Load"/>, of a file that has been read.</summary>
    public static DeskConfig Parse(ReadOnlySpan<byte> json, string file, AudioSystem system)
    {
        var mistakes = new List<ConfigMistake>();
        var root = ConfigParser.Parse(json, file, mistakes);
        var config = mistakes.Count > 0
            ? new DeskConfig()
            : new DeskConfigReader(system, mistakes, Path.GetDirectoryName(Path.GetFullPath(file))!).Read(root);
        if (mistakes.Count == 0) return config;
        throw ConfigMistake.Refusal(file, mistakes, "continuo desk --example --print shows an example, docs/desk.md all settings");
    }
}
