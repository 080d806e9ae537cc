namespace Continuo.Cli.Tests.Documents.Shell;

/// <summary>A sender of L16, and receivers, one after another.</summary>
public sealed class RtpSamplesScene : AudioServerScene
{
    internal override IReadOnlyList<Step> Steps =>
    [
        new("continuo stream device: --profile lowest --to 'rtp://192.0.2.7:5004?codec=L16&ptime=2.5'")
        {
            Until = () => Captures(1),
            Stays = true,
        },
        new("continuo record rtp://127.0.0.1:5004?codec=L16 take.wav") { Until = () => Has("take.wav", 50_000) },
        new("continuo play rtp://:5004?codec=L16 --lowest-latency") { Until = () => Plays(3) },
    ];
}
