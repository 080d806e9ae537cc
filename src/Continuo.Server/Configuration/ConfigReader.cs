using Continuo.Audio;
using Continuo.Rooms.Recording;
using Continuo.Server.Gateways;
using Continuo.Server.Options;
using Continuo.Server.Rooms;
using Continuo.Streams;

namespace Continuo.Server.Configuration;

/// <summary>
/// Reads a configuration from nodes. Continues after a mistake, so that all are reported at once, and checks declarations against each
/// other. Nothing is opened. One thread.
/// </summary>
/// <param name="system">Checks addresses.</param>
/// <param name="mistakes">Receives the mistakes.</param>
/// <param name="directory">What relative paths of the file begin at.</param>
internal sealed class ConfigReader(AudioSystem system, List<ConfigMistake> mistakes, string directory) : SettingReader(mistakes)
{
    private const double Day = 86_400;

    public ServerConfig Read(ConfigNode root)
    {
        var options = new ServerOptions { RecordingsDirectory = Path.GetFullPath("recordings", Path.GetFullPath(directory)) };
        var config = new ServerConfig(options);
        var tokens = new List<AccessToken>();
        ReadObject(
            root,
            "",
            ("listen", (n, p) => options = options with { Listen = List(n, p, EndPoint) }),
            ("publicNames", (n, p) => options = options with { PublicNames = List(n, p, HostName) }),
            ("publicAddresses", (n, p) => options = options with { PublicAddresses = List(n, p, Address) }),
            ("allowedOrigins", (n, p) => options = options with { AllowedOrigins = List(n, p, Origin) }),
            ("requireToken", (n, p) => options = options with { RequireToken = Truth(n, p) ?? true }),
            ("tokens", (n, p) => ReadEach(n, p, (name, node, path) => ReadToken(name, node, path, tokens))),
            ("tls", (n, p) => options = options with { Tls = ReadTls(n, p) }),
            ("cluster", (n, p) => options = options with { Cluster = ReadCluster(n, p) }),
            ("demo", (n, p) => options = options with { Demo = Truth(n, p) ?? false }),
            ("recordingsDirectory", (n, p) => options = options with { RecordingsDirectory = Place(n, p) ?? options.RecordingsDirectory }),
            ("replaySeconds", (n, p) => options = options with { Replay = Replay(n, p) ?? options.Replay }),
            ("publishHoldSeconds", (n, p) => options = options with { PublishHold = Seconds(n, p, 0, 3600) ?? options.PublishHold }),
            ("metrics", (n, p) => options = options with { Metrics = Truth(n, p) ?? true }),
            ("otlpEndpoint", (n, p) => options = options with { OtlpEndpoint = Collector(n, p) }),
            ("announcementsDirectory", (n, p) => options = options with { AnnouncementsDirectory = Place(n, p) }),
            ("names", (n, p) => options = options with { Names = ReadNames(n, p) }),
            ("streams", (n, p) => ReadEach(n, p, (name, node, path) => ReadStream(name, node, path, config))),
            ("players", (n, p) => ReadEach(n, p, (name, node, path) => ReadPlayer(name, node, path, config))),
            ("outputs", (n, p) => ReadEach(n, p, (name, node, path) => ReadOutput(name, node, path, config))),
            ("recordings", (n, p) => ReadEach(n, p, (name, node, path) => ReadRecording(name, node, path, config))),
            ("rooms", (n, p) => ReadEach(n, p, (name, node, path) => ReadRoom(name, node, path, config))),
            ("gateways", (n, p) => ReadEach(n, p, (name, node, path) => ReadGateway(name, node, path, config))));
        config.Options = options with { Tokens = tokens };
        if (config.Options.Listen.Count == 0) Mistake(root, "listen", "there is no address to listen on");
        CheckReferences(root, config);
        return config;
    }

    private Uri? Collector(ConfigNode node, string path)
    {
        if (Text(node, path) is not { } text) return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var address)
            && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps))
        {
            return address;
        }

        Mistake(node, path, $"'{text}' is no address of a collector; write http://127.0.0.1:4317");
        return null;
    }

    private void ReadToken(string name, ConfigNode node, string path, List<AccessToken> tokens)
    {
        AccessRole? role = null;
        string? secret = null, hash = null;
        ReadObject(
            node,
            path,
            ("role", (n, p) => role = ReadRole(n, p)),
            ("token", (n, p) => secret = Text(n, p)),
            ("sha256", (n, p) => hash = Text(n, p)));
        if (role is null && node.Kind == ConfigKind.Object && node.Find("role") is null)
        {
            Mistake(node, path, "the role is missing: listen, talk, operate or admin");
        }

        if (node.Kind != ConfigKind.Object) return;
        if (secret is null == hash is null)
        {
            Mistake(node, path, "either token (the secret itself) or sha256 (its hash, by printf %s SECRET | sha256sum) is needed");
        }
        else if (secret is { Length: < 8 })
        {
            Mistake(node, path, "the token is too short to be secret; use 8 characters or more, such as openssl rand -hex 16 prints");
        }
        else if (hash is not null && (hash.Length != 64 || !hash.All(char.IsAsciiHexDigit)))
        {
            Mistake(node, path, "sha256 has 64 hexadecimal digits");
        }
        else if (role is { } known)
        {
            tokens.Add(secret is not null ? AccessToken.FromSecret(name, known, secret) : AccessToken.FromHash(name, known, hash!));
        }
    }

    private AccessRole? ReadRole(ConfigNode node, string path)
    {
        if (Text(node, path) is not { } text) return null;
        if (Enum.TryParse<AccessRole>(text, ignoreCase: true, out var role) && role != AccessRole.None && Enum.IsDefined(role)
            && !char.IsAsciiDigit(text[0]))
        {
            return role;
        }

        Mistake(node, path, $"'{text}' is no role; use listen, talk, operate or admin");
        return null;
    }

    private TlsOptions? ReadTls(ConfigNode node, string path)
    {
        string? certificate = null, key = null, password = null;
        var selfSigned = false;
        ReadObject(
            node,
            path,
            ("certificate", (n, p) => certificate = Place(n, p)),
            ("key", (n, p) => key = Place(n, p)),
            ("password", (n, p) => password = Text(n, p)),
            ("selfSigned", (n, p) => selfSigned = Truth(n, p) ?? false));
        if (node.Kind != ConfigKind.Object) return null;
        if (selfSigned && certificate is not null) Mistake(node, path, "either a certificate or selfSigned, not both");
        if (key is not null && certificate is null) Mistake(node, path, "a key needs its certificate");
        if (certificate is not null) CheckFile(node, $"{path}.certificate", certificate);
        if (key is not null) CheckFile(node, $"{path}.key", key);
        return selfSigned || certificate is not null ? new TlsOptions(certificate, key, password) : null;
    }

    private ClusterDeclaration? ReadCluster(ConfigNode node, string path)
    {
        var cluster = new ClusterDeclaration("");
        ReadObject(
            node,
            path,
            ("address", (n, p) => cluster = cluster with { Address = Store(n, p) ?? "" }),
            ("name", (n, p) => cluster = cluster with { Name = Label(n, p) ?? cluster.Name }),
            ("node", (n, p) => cluster = cluster with { Node = Label(n, p) }),
            ("nodeAddress", (n, p) => cluster = cluster with { NodeAddress = HostAndPort(n, p) ?? cluster.NodeAddress }),
            ("zone", (n, p) => cluster = cluster with { Zone = Label(n, p) ?? "" }),
            ("key", (n, p) => cluster = cluster with { Key = Place(n, p) }));
        if (node.Kind != ConfigKind.Object) return null;
        if (node.Find("address") is null)
        {
            Mistake(node, path, "the address is missing: where the nodes find each other (--cluster), such as redis://HOST");
        }

        if (cluster.Key is { } key) CheckFile(node, $"{path}.key", key);
        return cluster;
    }

    private string? Store(ConfigNode node, string path)
    {
        if (Text(node, path) is not { } text) return null;
        if (text == "memory:"
            || (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "redis" or "rediss" && uri.Host.Length > 0))
        {
            return text;
        }

        Mistake(node, path, "this is no address of a store; write redis://HOST, rediss://USER:PASSWORD@HOST, or memory: for one node");
        return null;
    }

    private string? Label(ConfigNode node, string path)
    {
        if (Text(node, path) is not { } text) return null;
        if (text.Length <= 64 && text.All(static c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')) return text;
        Mistake(node, path, $"'{text}' is no name; it has 1 to 64 letters, digits, dots, hyphens and underscores");
        return null;
    }

    private string? HostAndPort(ConfigNode node, string path)
    {
        if (Text(node, path) is not { } text) return null;
        if (Uri.TryCreate($"tcp://{text}", UriKind.Absolute, out var uri) && uri.Port > 0 && uri.Authority == text) return text;
        Mistake(node, path, $"'{text}' is no address with a port; write 10.0.0.2:{ClusterDeclaration.DefaultPort}");
        return null;
    }

    private void ReadStream(string name, ConfigNode node, string path, ServerConfig config)
    {
        string? address = null;
        var options = new StreamOptions();
        double? chunkMs = null;
        TimeSpan? replay = null;
        if (node.Kind is ConfigKind.String or ConfigKind.Word) address = AudioAddress(node, path);
        ReadObject(
            node.Kind is ConfigKind.String or ConfigKind.Word ? new ConfigNode(ConfigKind.Null, "", node.Origin) : node,
            path,
            ("address", (n, p) => address = AudioAddress(n, p)),
            ("sampleRate", (n, p) =>
                options = options with { SampleRate = Whole(n, p, AudioFormat.MinSampleRate, AudioFormat.MaxSampleRate) }),
            ("channels", (n, p) => options = options with { Channels = Whole(n, p, 1, AudioFormat.MaxChannels) }),
            ("chunkMs", (n, p) => chunkMs = Number(n, p, 1, 100)),
            ("waitSeconds", (n, p) => options = options with { WaitForAppearance = Seconds(n, p, 0, Day) }),
            ("replaySeconds", (n, p) => replay = Replay(n, p)));
        if (address is null && node.Kind == ConfigKind.Object && node.Find("address") is null)
        {
            Mistake(node, path, "the address is missing");
        }

        if (address is null) return;
        if (chunkMs is { } ms)
        {
            options = options with { ChunkFrames = (int)(ms * (options.SampleRate ?? AudioFormat.Default.SampleRate) / 1000) };
        }

        config.Streams[name] = new StreamDeclaration(address, options, replay);
    }

    private void ReadPlayer(string name, ConfigNode node, string path, ServerConfig config)
    {
        List<string> files = [];
        string? to = null;
        var (loop, play) = (false, false);
        ReadObject(
            node,
            path,
            ("files", (n, p) => files = List(n, p, AudioAddress)),
            ("to", (n, p) => to = AudioAddress(n, p)),
            ("loop", (n, p) => loop = Truth(n, p) ?? false),
            ("play", (n, p) => play = Truth(n, p) ?? false));
        config.Players[name] = new PlayerDeclaration(files, to, loop, play);
    }

    private void ReadOutput(string name, ConfigNode node, string path, ServerConfig config)
    {
        List<string> streams = [];
        string? to = null;
        double gain = 0;
        ReadObject(
            node,
            path,
            ("streams", (n, p) => streams = List(n, p, Text)),
            ("to", (n, p) => to = AudioAddress(n, p)),
            ("gainDb", (n, p) => gain = Number(n, p, -100, 20) ?? 0));
        if (node.Kind != ConfigKind.Object) return;
        if (streams.Count == 0) Mistake(node, path, "the streams are missing");
        config.Outputs[name] = new OutputDeclaration(streams, to ?? "device:", gain);
    }

    private void ReadRecording(string name, ConfigNode node, string path, ServerConfig config)
    {
        string? stream = null, format = null;
        TimeSpan? duration = null;
        ReadObject(
            node,
            path,
            ("stream", (n, p) => stream = Text(n, p)),
            ("format", (n, p) => format = RecordingFormat(n, p)),
            ("durationSeconds", (n, p) => duration = Seconds(n, p, 0.1, 366 * Day)));
        if (node.Kind != ConfigKind.Object) return;
        if (node.Find("stream") is null) Mistake(node, path, "the stream is missing");
        if (stream is not null) config.Recordings[name] = new RecordingDeclaration(stream, format ?? "flac", duration);
    }

    private void ReadRoom(string name, ConfigNode node, string path, ServerConfig config)
    {
        var room = new RoomDeclaration();
        ReadObject(
            node,
            path,
            ("channels", (n, p) => room = room with { Channels = Whole(n, p, 1, 2) ?? 1 }),
            ("tickMs", (n, p) => room = room with { TickMs = Tick(n, p) ?? 20 }),
            ("maxMixed", (n, p) => room = room with { MaxMixed = Whole(n, p, 0, 1000) ?? 0 }),
            ("talkOverDb", (n, p) => room = room with { TalkOverDb = Number(n, p, -60, 0) ?? room.TalkOverDb }),
            ("automaticLevel", (n, p) => room = room with { AutomaticLevel = Truth(n, p) ?? false }),
            ("targetLufs", (n, p) => room = room with { TargetLufs = Number(n, p, -40, -10) ?? room.TargetLufs }),
            ("noiseSuppressionDb", (n, p) => room = room with { NoiseSuppressionDb = Number(n, p, 0, 40) ?? 0 }),
            ("voiceActivity", (n, p) => room = room with { VoiceActivity = Truth(n, p) ?? false }),
            ("replaySeconds", (n, p) => room = room with { ReplaySeconds = RoomReplaySeconds(n, p) ?? 0 }),
            ("span", (n, p) => room = room with { Span = Truth(n, p) ?? false }));
        config.Rooms[name] = room;
    }

    private void ReadGateway(string name, ConfigNode node, string path, ServerConfig config)
    {
        string? room = null, address = null;
        var puppets = false;
        var maxPuppets = GatewayDeclaration.UsualPuppets;
        ReadObject(
            node,
            path,
            ("room", (n, p) => room = Text(n, p)),
            ("address", (n, p) => address = MumbleServer(n, p)),
            ("puppets", (n, p) => puppets = Truth(n, p) ?? false),
            ("maxPuppets", (n, p) => maxPuppets = Whole(n, p, 1, 1000) ?? maxPuppets));
        if (node.Kind != ConfigKind.Object) return;
        if (node.Find("room") is null) Mistake(node, path, "the room is missing");
        if (node.Find("address") is null) Mistake(node, path, "the address is missing: mumble://host/channel?name=NAME");
        if (room is not null && address is not null) config.Gateways[name] = new GatewayDeclaration(room, address, puppets, maxPuppets);
    }

    private string? MumbleServer(ConfigNode node, string path)
    {
        if (Text(node, path) is not { } text) return null;
        try
        {
            GatewayDeclaration.ServerOf(text);
            return text;
        }
        catch (AudioException e)
        {
            Mistake(node, path, e.Message.TrimEnd('.'));
            return null;
        }
    }

    private double? RoomReplaySeconds(ConfigNode node, string path)
    {
        if (Number(node, path, 0, RoomReplay.MaxLength.TotalSeconds) is not { } seconds) return null;
        if (seconds == 0 || seconds >= 1) return seconds;
        Mistake(node, path, "this is 0 or 1 to 300");
        return null;
    }

    private NameLookupOptions? ReadNames(ConfigNode node, string path)
    {
        string? address = null;
        var options = new NameLookupOptions { Address = "" };
        ReadObject(
            node,
            path,
            ("address", (n, p) => address = NameAddress(n, p)),
            ("token", (n, p) => options = options with { Token = Text(n, p) }),
            ("timeoutSeconds", (n, p) => options = options with { Timeout = Seconds(n, p, 0.1, 300) ?? options.Timeout }),
            ("lifetimeSeconds", (n, p) => options = options with { Lifetime = Seconds(n, p, 1, Day) ?? options.Lifetime }));
        if (node.Kind == ConfigKind.Object && node.Find("address") is null) Mistake(node, path, "the address is missing");
        return address is null ? null : options with { Address = address };
    }

    private string? NameAddress(ConfigNode node, string path)
    {
        if (Text(node, path) is not { } text) return null;
        if (NameLookupOptions.IsAddress(text)) return text;
        Mistake(node, path, $"'{text}' is no address with {{id}} in it; write https://accounts.example/names/{{id}}");
        return null;
    }

    private int? Tick(ConfigNode node, string path)
    {
        if (Whole(node, path, 10, 20) is not { } ms) return null;
        if (ms is 10 or 20) return ms;
        Mistake(node, path, "this is 10 or 20");
        return null;
    }

    /// <summary>Streams that outputs and recordings name, and names that would meet.</summary>
    private void CheckReferences(ConfigNode root, ServerConfig config)
    {
        var streams = config.Streams.Keys
            .Concat(config.Players.Where(p => p.Value.To is null).Select(p => p.Key))
            .ToHashSet(StringComparer.Ordinal);
        var isDemo = config.Options.Demo;
        foreach (var (name, output) in config.Outputs)
        {
            foreach (var stream in output.Streams) CheckStream(stream, $"outputs.{name}.streams");
        }

        foreach (var name in config.Rooms.Keys.Where(streams.Contains))
        {
            Mistake(NodeAt(root, "rooms"), $"rooms.{name}", "a stream has this name, and both are reached by it");
        }

        foreach (var (name, gateway) in config.Gateways.Where(g => !config.Rooms.ContainsKey(g.Value.Room)))
        {
            Mistake(NodeAt(root, "gateways"), $"gateways.{name}.room",
                $"no room '{gateway.Room}' is declared{Suggestions.Words(gateway.Room, [.. config.Rooms.Keys])}");
        }

        foreach (var (name, recording) in config.Recordings) CheckStream(recording.Stream, $"recordings.{name}.stream");
        foreach (var (name, player) in config.Players)
        {
            if (player.To is null && config.Streams.ContainsKey(name))
            {
                Mistake(NodeAt(root, "players"), $"players.{name}", "a stream has this name, and the player's own stream would need it");
            }

            if (config.Outputs.ContainsKey(name)) Mistake(NodeAt(root, "outputs"), $"outputs.{name}", "a player has this name");
        }

        void CheckStream(string stream, string path)
        {
            if (!streams.Contains(stream) && !isDemo)
            {
                Mistake(NodeAt(root, path[..path.IndexOf('.', StringComparison.Ordinal)]), path,
                    $"no stream '{stream}' is declared{Suggestions.Words(stream, [.. streams])}");
            }
        }
    }

    private static ConfigNode NodeAt(ConfigNode root, string name) => root.Find(name) ?? root;

    private string? AudioAddress(ConfigNode node, string path)
    {
        if (Text(node, path) is not { } text) return null;
        try
        {
            system.Parse(text);
            return text;
        }
        catch (AudioException e)
        {
            Mistake(node, path, e.Message.TrimEnd('.'));
            return null;
        }
    }

    private string? HostName(ConfigNode node, string path)
    {
        if (Text(node, path) is not { } text) return null;
        if (Uri.CheckHostName(text) != UriHostNameType.Unknown) return text;
        Mistake(node, path, $"'{text}' is no host name; write it without scheme and port: studio.local");
        return null;
    }

    private string? Origin(ConfigNode node, string path)
    {
        if (Text(node, path) is not { } text) return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var uri)
            && uri.Scheme is "http" or "https"
            && uri.GetLeftPart(UriPartial.Authority) == text)
        {
            return text;
        }

        Mistake(node, path, $"'{text}' is no origin; write scheme and host: https://radio.example");
        return null;
    }

    private string? RecordingFormat(ConfigNode node, string path)
    {
        if (Text(node, path) is not { } text) return null;
        if (text is "flac" or "wav" or "opus") return text;
        Mistake(node, path, $"'{text}' is no format of a recording; use flac, wav or opus");
        return null;
    }

    private TimeSpan? Replay(ConfigNode node, string path)
    {
        if (Seconds(node, path, 0, 600) is not { } time) return null;
        if (time == TimeSpan.Zero || time >= TimeSpan.FromSeconds(1)) return time;
        Mistake(node, path, "this is 0 or 1 to 600");
        return null;
    }

    /// <summary>
    /// A path of the file system; a relative one begins at the configuration's directory, or, if it comes from outside the file, at the
    /// current one.
    /// </summary>
    private string? Place(ConfigNode node, string path) =>
        Text(node, path) is { } text
            ? Path.GetFullPath(text, node.Kind == ConfigKind.Word ? Environment.CurrentDirectory : Path.GetFullPath(directory))
            : null;

    private void CheckFile(ConfigNode node, string path, string file)
    {
        if (!File.Exists(file)) Mistake(node, path, $"there is no file {file}");
    }
}
