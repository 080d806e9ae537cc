namespace Continuo.Cli.Tests.Documents.Shell;

/// <summary>Latency, each by one marker.</summary>
public sealed class LatencyScene : AudioServerScene
{
    private const string Short = "--markers 1";

    internal override IReadOnlyList<Step> Steps =>
    [
        new("continuo latency") { Shorter = Short },
        new("continuo latency --codec L16 --frame 5ms --json") { Shorter = Short },
        new("continuo latency --from song.wav --preset voice-low") { Shorter = Short },
        new("continuo latency --profile lowest") { Shorter = Short },
        new("continuo latency --profile lowest --codec opus --preset live") { Shorter = Short },
        new("pactl load-module module-null-sink sink_name=a; pactl load-module module-null-sink sink_name=b"),
        new("continuo latency --profile lowest --device a --device b") { Shorter = Short },
    ];

    private protected override void Prepare()
    {
        base.Prepare();
        Continuo("record", "noise:pink", File("song.wav"), "--duration", "10s", "--offline");
    }
}
