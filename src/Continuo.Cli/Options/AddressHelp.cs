namespace Continuo.Cli.Options;

/// <summary>The kinds of address and their options, in the words of the help.</summary>
internal static class AddressHelp
{
    public static IReadOnlyList<(string Address, string Meaning)> Table { get; } =
    [
        ("app:firefox, app:1234", "one application, by name or process id, with its children"),
        ("system:", "everything the machine plays"),
        ("device:, device:NAME", "a microphone, line or monitor; as a sink a loudspeaker"),
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

    /// <summary>What may follow an address: <c>?name=value&amp;name</c>.</summary>
    public static IReadOnlyList<(string Address, string Options)> Options { get; } =
    [
        ("app:, system:", "exclude=NAME leaves an application out"),
        ("device: (sink)", "latency=MS"),
        ("FILE (source)", "loop; start=SECONDS"),
        ("FILE (sink)", "sample=s16, s24, s32 or f32; bitrate=KBPS and preset=NAME for .opus and .ogg; dither for .wav"),
        ("-, exec:", "format=TYPE,RATE,CHANNELS, as s16le,44100,2"),
        ("tone:, noise:", "level=DBFS; seconds=N; seed=N for noise"),
        ("sweep:", "from=HZ; to=HZ; level=DBFS; seconds=N (10)"),
        ("silence:", "seconds=N"),
        ("ipc: (source)", "codec=s16, f32 or opus; bitrate=KBPS; silence=MS; listen waits for one who sends"),
        ("ipc: (sink)", "budget=MS; clients=N; silence=MS; connect sends to one who listens"),
        ("rtp:, .sdp (source)", "delay, mindelay, maxdelay, maxlag in ms; fixed; exact; drift; if=INTERFACE; ssrc=N; until; for rtp: also codec, rate, channels, pt, red, rtcp-mux"),
        ("rtp: (sink)", "codec=opus, L16 or L24; preset=NAME; ptime=MS; red=N; fec; loss=PERCENT; dtx; sdp=FILE; ttl=N and if=INTERFACE for groups"),
    ];

    /// <summary>The beginnings of addresses that can be opened.</summary>
    public static string[] Schemes { get; } = ["app", "system", "device", "file", "exec", "ipc", "tone", "sweep", "noise", "silence", "rtp", "null"];

    /// <summary>What shell completion offers where an address is expected.</summary>
    public static string[] Completions { get; } =
        ["app:", "system:", "device:", "file:", "exec:", "ipc:", "tone:440", "sweep:", "noise:pink", "noise:white", "silence:", "rtp://:5004", "null:"];
}
