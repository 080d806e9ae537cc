namespace Continuo.Cli.Tests.Documents.Shell;

/// <summary>An application that is sent by RTP, and heard by another program.</summary>
public sealed class RtpSendingScene : AudioServerScene
{
    internal override IReadOnlyList<Step> Steps =>
    [
        new("continuo stream app:firefox --to rtp://192.0.2.7:5004 --preset high --sdp firefox.sdp")
        {
            Until = () => Has("firefox.sdp"),
            Stays = true,
        },
        new("ffplay -protocol_whitelist file,rtp,udp firefox.sdp")
        {
            With = [("ffplay", "ffplay -nodisp")],
            Until = () => Plays(3),
            AnyExitCode = true,
        },
    ];
}
