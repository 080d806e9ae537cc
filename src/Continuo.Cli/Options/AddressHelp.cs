namespace Continuo.Cli.Options;

/// <summary>The kinds of address, in the words of the help.</summary>
internal static class AddressHelp
{
    public static IReadOnlyList<(string Address, string Meaning)> Table { get; } =
    [
        ("app:firefox, app:1234", "one application, by name or process id, with its children"),
        ("system:", "everything the machine plays"),
        ("device:, device:NAME", "a microphone, line or monitor"),
        ("song.flac, file:take.wav", "a sound file (song.flac?loop for endless)"),
        ("-", "raw PCM on standard input or output (-?format=s16le,44100,1)"),
        ("exec:COMMAND", "raw PCM from or to a child process"),
        ("ipc:PATH", "another process: continuo serve-ipc; as a sink, all that listen there"),
        ("tone:440, sweep:,", "generators: tone:440?seconds=5&level=-20"),
        ("noise:pink, silence:", "  sweep:?from=20&to=20000&seconds=10"),
        ("rtp://HOST:PORT", "over the network; Opus, or ?codec=L16 or L24"),
        ("rtp://:PORT, FILE.sdp", "  as a source: at a port of this machine, a group, or as described"),
        ("null:", "a sink that takes everything"),
    ];

    /// <summary>What shell completion offers where an address is expected.</summary>
    public static string[] Completions { get; } =
        ["app:", "system:", "device:", "file:", "exec:", "ipc:", "tone:440", "sweep:", "noise:pink", "noise:white", "silence:", "rtp://:5004", "null:"];
}
