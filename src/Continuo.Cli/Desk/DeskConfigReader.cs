using Continuo.Audio;
using Continuo.Mumble;
using Continuo.Mumble.Addresses;
using Continuo.Rooms;
using Continuo.Rooms.Announcing;
using Continuo.Rooms.Recording;
using Continuo.Server.Configuration;
using Continuo.Sinks;
using Continuo.Streams;

namespace Continuo.Cli.Desk;

/// <summary>Reads a desk's configuration; continues after a mistake, so that all are reported at once. Opens nothing. One thread.</summary>
/// <param name="system">Checks addresses.</param>
/// <param name="mistakes">Receives the mistakes.</param>
/// <param name="directory">What relative paths begin at.</param>
internal sealed class DeskConfigReader(AudioSystem system, List<ConfigMistake> mistakes, string directory) : SettingReader(mistakes)
{
    private const int MaxChannels = 64;
    private const int MaxOutputs = 16;
    private const int MaxAnnouncements = 9;

    public DeskConfig Read(ConfigNode root)
    {
        var config = new DeskConfig { RecordingsDirectory = Path.GetFullPath("recordings", directory) };
        var announcements = new List<AnnouncementDeclaration>();
        var channels = new List<ChannelDeclaration>();
        var outputs = new List<KeyValuePair<string, string>>();
        ReadObject(
            root,
            "",
            ("name", (n, p) => config = config with { Name = Name(n, p) ?? config.Name }),
            ("stereo", (n, p) => config = config with { IsStereo = Truth(n, p) ?? false }),
            ("volumesFile", (n, p) => config = config with { VolumesFile = Place(n, p) }),
            ("recordingsDirectory", (n, p) => config = config with { RecordingsDirectory = Place(n, p) ?? config.RecordingsDirectory }),
            ("recordingFormat", (n, p) => config = config with { RecordingFormat = Format(n, p) ?? config.RecordingFormat }),
            ("replaySeconds",
                (n, p) => config = config with { Replay = Seconds(n, p, 0, RoomReplay.MaxLength.TotalSeconds) ?? config.Replay }),
            ("announcements", (n, p) => ReadEach(n, p, (name, node, path) => ReadAnnouncement(name, node, path, announcements))),
            ("channels", (n, p) => ReadEach(n, p, (name, node, path) => ReadChannel(name, node, path, channels))),
            ("outputs", (n, p) => ReadEach(n, p, (name, node, path) => ReadOutput(name, node, path, outputs))));
        if (root.Find("channels") is not { Members.Count: > 0 })
        {
            Mistake(root, "channels", "there is no voice channel: { \"channels\": { \"Anna\": \"rtp://:5004\" } }");
        }

        if (config.Replay > TimeSpan.Zero && config.Replay < TimeSpan.FromSeconds(1))
        {
            Mistake(root, "replaySeconds", "this is 0 or 1 to 300");
        }

        if (announcements.Count > MaxAnnouncements)
        {
            Mistake(root, "announcements", $"there are more than {MaxAnnouncements}, for which there are keys");
        }

        if (channels.Count > MaxChannels) Mistake(root, "channels", $"there are more than {MaxChannels}");
        if (outputs.Count > MaxOutputs) Mistake(root, "outputs", $"there are more than {MaxOutputs}");
        CheckMumble(root, channels, outputs);
        return config with { Channels = channels, Outputs = outputs, Announcements = announcements };
    }

    private void ReadChannel(string name, ConfigNode node, string path, List<ChannelDeclaration> channels)
    {
        string? address = null, group = null, person = null;
        var seat = new SpeakerOptions { MemberId = name };
        var processing = new SpeakerProcessing();
        var isPlain = node.Kind is ConfigKind.String or ConfigKind.Word;
        if (isPlain) address = Address(node, path, isSource: true);
        ReadObject(
            isPlain ? new ConfigNode(ConfigKind.Null, "", node.Origin) : node,
            path,
            ("address", (n, p) => address = Address(n, p, isSource: true)),
            ("group", (n, p) => group = Name(n, p)),
            ("name", (n, p) => person = Name(n, p)),
            ("volume", (n, p) => seat = seat with { Volume = (Number(n, p, 0, 200) ?? 100) / 100 }),
            ("mono", (n, p) => seat = seat with { IsMonoSeat = Truth(n, p) ?? false }),
            ("talksOver", (n, p) => seat = seat with { TalksOver = Truth(n, p) ?? false }),
            ("automaticLevel", (n, p) => seat = seat with { AutomaticLevel = Truth(n, p) ?? false }),
            ("noiseSuppressionDb", (n, p) => processing = processing with { NoiseSuppressionDb = Number(n, p, 0, 40) ?? 0 }),
            ("voiceActivity", (n, p) => processing = processing with { DetectsVoice = Truth(n, p) ?? false }));
        if (processing != new SpeakerProcessing()) seat = seat with { Processing = processing };
        if (address is null && node.Kind == ConfigKind.Object && node.Find("address") is null)
        {
            Mistake(node, path, "the address is missing");
        }

        if (address is not null) channels.Add(new ChannelDeclaration(name, address, group ?? name, person, seat));
    }

    private void ReadOutput(string name, ConfigNode node, string path, List<KeyValuePair<string, string>> outputs)
    {
        if (Address(node, path, isSource: false) is { } address) outputs.Add(new(name, address));
    }

    private void ReadAnnouncement(string name, ConfigNode node, string path, List<AnnouncementDeclaration> announcements)
    {
        var options = new AnnouncementOptions { Name = name };
        string? address = null;
        var isPlain = node.Kind is ConfigKind.String or ConfigKind.Word;
        if (isPlain) address = Address(node, path, isSource: true);
        ReadObject(
            isPlain ? new ConfigNode(ConfigKind.Null, "", node.Origin) : node,
            path,
            ("address", (n, p) => address = Address(n, p, isSource: true)),
            ("talksOver", (n, p) => options = options with { TalksOver = Truth(n, p) ?? false }),
            ("volume", (n, p) => options = options with { Volume = (Number(n, p, 0, 200) ?? 100) / 100 }));
        if (address is null && node.Kind == ConfigKind.Object && node.Find("address") is null)
        {
            Mistake(node, path, "the address is missing");
        }

        if (address is not null) announcements.Add(new AnnouncementDeclaration(address, options));
    }

    private string? Format(ConfigNode node, string path)
    {
        if (Text(node, path) is not { } text) return null;
        if (text is "flac" or "wav" or "opus") return text;
        Mistake(node, path, $"'{text}' is no format of a recording; use flac, wav or opus");
        return null;
    }

    private string? Place(ConfigNode node, string path) => Text(node, path) is { } text ? Path.GetFullPath(text, directory) : null;

    /// <summary>A name that is shown and saved.</summary>
    private string? Name(ConfigNode node, string path)
    {
        if (Text(node, path) is not { } text) return null;
        if (text.Length <= MemberNames.MaxLength && !text.Any(char.IsControl)) return text;
        Mistake(node, path, $"a name has at most {MemberNames.MaxLength} characters, none of them a control character");
        return null;
    }

    private string? Address(ConfigNode node, string path, bool isSource)
    {
        if (Text(node, path) is not { } text) return null;
        try
        {
            var address = system.Parse(text);
            var scheme = system.Schemes.FirstOrDefault(s => s.Name == address.Scheme);
            if (scheme is not null && !(isSource ? scheme.OpensSources : scheme.OpensSinks))
            {
                Mistake(node, path, $"'{scheme.Prefix}' is no {(isSource ? "source" : "sink")}");
                return null;
            }

            if (address.Scheme == "-" && isSource) Mistake(node, path, "standard input has the keys");
            else if (address.Scheme == "-") Mistake(node, path, "standard output has the view");
            else if (address.Scheme == "mumble" && isSource) _ = MumbleAddress.ParseServer(address);
            else CheckOptions(address, isSource);
            return address.Scheme == "file" ? Placed(address) : text;
        }
        catch (AudioException e)
        {
            Mistake(node, path, e.Message.TrimEnd('.'));
            return null;
        }
    }

    /// <summary>Creates what the address means, without opening it, which checks the options.</summary>
    /// <exception cref="AudioException">An option is wrong.</exception>
    private void CheckOptions(AudioAddress address, bool isSource)
    {
        try
        {
            if (isSource) system.CreateSource(address, new StreamOptions().ToSourceRequest()).Dispose();
            else system.CreateSink(address, new SinkRequest()).Dispose();
        }
        catch (AudioException e) when (e.Code != AudioErrorCode.InvalidArgument)
        {
            // A service or library is missing at present: the channel tries again and says so.
        }
    }

    /// <summary>A relative path begins at the configuration's directory.</summary>
    private string Placed(AudioAddress address)
    {
        var options = address.Text.EndsWith(address.Target, StringComparison.Ordinal) ? "" : address.Text[address.Text.LastIndexOf('?')..];
        return "file:" + Path.GetFullPath(address.Target, directory) + options;
    }

    /// <summary>A Mumble channel that is both heard and talked to would hear its own users again.</summary>
    private void CheckMumble(ConfigNode root, List<ChannelDeclaration> channels, List<KeyValuePair<string, string>> outputs)
    {
        var heard = channels.Select(c => ServerOf(c.Address)).OfType<MumbleOptions>().Select(o => o.ToString())
            .ToHashSet(StringComparer.Ordinal);
        foreach (var (name, address) in outputs)
        {
            if (ServerOf(address) is not { } server || !heard.Contains(server.ToString())) continue;
            Mistake(root.Find("outputs")?.Find(name) ?? root, $"outputs.{name}",
                "this channel is also an input, and its users would hear themselves; "
                    + "use another channel, or connect channels by continuo bridge");
        }
    }

    private MumbleOptions? ServerOf(string address) =>
        system.Parse(address) is { Scheme: "mumble" } parsed ? MumbleAddress.Parse(parsed, Clocks.MonotonicClock.System) : null;
}
