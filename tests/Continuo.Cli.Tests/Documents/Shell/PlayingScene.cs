namespace Continuo.Cli.Tests.Documents.Shell;

/// <summary>Applications that are recorded, and files that are played.</summary>
public sealed class PlayingScene : AudioServerScene
{
    internal override IReadOnlyList<Step> Steps =>
    [
        new("continuo record app:mpv take.wav --wait") { Until = () => Has("take.wav", 100_000) },
        new("continuo play drums.wav bass.flac voice.ogg --gain 2=-6dB --loop 10s-20s --engine") { Until = () => Plays(3) },
    ];

    private protected override void Prepare()
    {
        base.Prepare();
        foreach (var name in new[] { "drums.wav", "bass.flac", "voice.ogg" })
        {
            Continuo("record", "noise:pink", File(name), "--duration", "21s", "--offline");
        }
    }
}
