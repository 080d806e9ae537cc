using System.Collections;
using Continuo.Audio;
using Continuo.Server.Gateways;
using Continuo.Server.Options;
using Continuo.Server.Rooms;
using Continuo.Streams;

namespace Continuo.Server.Configuration;

/// <summary>
/// The configuration of a server: options, and the streams, players, outputs and recordings to open. Read from a JSON file, over which the
/// environment and then the command line are laid. Immutable.
/// </summary>
public sealed class ServerConfig
{
    internal ServerConfig(ServerOptions options) => Options = options;

    /// <summary>Where to listen, who may do what.</summary>
    public ServerOptions Options { get; internal set; }

    internal ConfigSource Source { get; private set; } = new(null, []);

    internal Dictionary<string, StreamDeclaration> Streams { get; } = new(StringComparer.Ordinal);

    internal Dictionary<string, PlayerDeclaration> Players { get; } = new(StringComparer.Ordinal);

    internal Dictionary<string, OutputDeclaration> Outputs { get; } = new(StringComparer.Ordinal);

    internal Dictionary<string, RecordingDeclaration> Recordings { get; } = new(StringComparer.Ordinal);

    internal Dictionary<string, GatewayDeclaration> Gateways { get; } = new(StringComparer.Ordinal);

    internal Dictionary<string, RoomDeclaration> Rooms { get; } = new(StringComparer.Ordinal);

    /// <summary>A configuration of options alone, that declares nothing.</summary>
    public static ServerConfig Of(ServerOptions options) => new(options);

    /// <summary>The configuration's JSON schema.</summary>
    public static string Schema
    {
        get
        {
            using var reader = new StreamReader(typeof(ServerConfig).Assembly.GetManifestResourceStream("serve.schema.json")!);
            return reader.ReadToEnd();
        }
    }

    /// <summary>Reads the configuration.</summary>
    /// <param name="file">Path of the JSON file; <see langword="null"/>: none.</param>
    /// <param name="system">Checks addresses.</param>
    /// <param name="arguments">Settings of the command line, which count most.</param>
    /// <param name="environment">Environment variables; <see langword="null"/>: those of the process.</param>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.NotFound"/> if there is no such file,
    /// <see cref="AudioErrorCode.InvalidArgument"/> if there are mistakes: all are listed, each with its place.</exception>
    public static ServerConfig Load(
        string? file, AudioSystem system, IReadOnlyList<ConfigOverride>? arguments = null, IDictionary? environment = null) =>
        Parse(file is null ? null : ReadFile(file), file, system,
            [.. ConfigOverride.FromEnvironment(environment ?? Environment.GetEnvironmentVariables()), .. arguments ?? []]);

    /// <summary><see cref="Load"/>, of a file that has been read.</summary>
    internal static ServerConfig Parse(byte[]? json, string? file, AudioSystem system, IReadOnlyList<ConfigOverride> overrides)
    {
        var mistakes = new List<ConfigMistake>();
        var root = json is null ? ConfigNode.EmptyObject("") : ConfigParser.Parse(json, file!, mistakes);
        foreach (var setting in overrides) root.Set([.. setting.Path], new ConfigNode(ConfigKind.Word, setting.Value, setting.Origin));
        var config = new ConfigReader(system, mistakes, file is null ? "." : Path.GetDirectoryName(Path.GetFullPath(file))!).Read(root);
        config.Source = new ConfigSource(file, overrides);
        if (mistakes.Count == 0) return config;
        throw ConfigMistake.Refusal(file ?? "the settings", mistakes, "continuo serve --schema prints what can be set");
    }

    internal static byte[] ReadFile(string file)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new AudioException(AudioErrorCode.NotFound, file, "there is no such file", "Check the path of the configuration", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new AudioException(
                AudioErrorCode.AccessDenied, file, $"it cannot be read: {e.Message.TrimEnd('.')}", "Check its permissions", e);
        }
    }
}
