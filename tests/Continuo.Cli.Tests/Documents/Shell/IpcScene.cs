namespace Continuo.Cli.Tests.Documents.Shell;

/// <summary>Servers and clients on this machine's sockets.</summary>
public sealed class IpcScene : AudioServerScene
{
    internal override IReadOnlyList<Step> Steps =>
    [
        new("continuo serve-ipc app:firefox /run/user/1000/firefox.sock") { Until = () => Path.Exists(File("firefox.sock")), Stays = true },
        new("continuo record ipc:/run/user/1000/firefox.sock take.wav") { Until = () => Has("take.wav", 50_000) },
        new("continuo play \"ipc:/run/user/1000/firefox.sock?codec=opus&bitrate=96000\"") { Until = () => Plays(3) },
        new("continuo stream tone:440 --to ipc:tone.sock --to device:") { Until = () => Path.Exists(File("tone.sock")) && Plays(3) },
        new("continuo serve-ipc --receive device: in.sock") { Until = () => Path.Exists(File("in.sock")), Stays = true },
        new("continuo stream voice.wav --to \"ipc:in.sock?connect\""),
        new("continuo serve-ipc device: voice.sock --supervise") { Until = () => Path.Exists(File("voice.sock")) },
    ];

    private protected override void Prepare()
    {
        base.Prepare();
        Continuo("record", "noise:pink", File("voice.wav"), "--duration", "1s", "--offline");
    }
}
