namespace Continuo.Cli.Tests.Documents.Shell;

/// <summary>A sender of Opus, and receivers, one after another.</summary>
public sealed class RtpScene : AudioServerScene
{
    internal override IReadOnlyList<Step> Steps =>
    [
        new("continuo stream system: --to \"rtp://127.0.0.1:5004\" --preset high --red 1 --sdp live.sdp")
        {
            Until = () => Has("live.sdp"),
            Stays = true,
        },
        new("continuo record live.sdp take.wav --duration 10s --json") { With = [("10s", "1s")] },
        new("continuo record rtp://:5004 call.wav") { Until = () => Has("call.wav", 50_000) },
        new("continuo record session.sdp take.wav --json")
        {
            With = [("session", "live"), ("take", "second")],
            Until = () => Has("second.wav", 50_000),
        },
        new("continuo record session.sdp take.wav --exact")
        {
            With = [("session", "live"), ("take", "third")],
            Until = () => Has("third.wav", 50_000),
        },
    ];
}
