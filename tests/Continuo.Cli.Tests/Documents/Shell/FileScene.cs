namespace Continuo.Cli.Tests.Documents.Shell;

/// <summary>Commands that need no device, server or network.</summary>
public sealed class FileScene : Scene
{
    internal override IReadOnlyList<Step> Steps =>
    [
        new("continuo record tone:440 tone.wav --duration 5s --offline --sample s16")
        {
            Then = () => Assert.True(Has("tone.wav", 960_000)),
        },
        new("continuo info tone.wav"),
        new("continuo loudness tone.wav"),
        new("continuo convert tone.wav tone.flac") { Then = () => Assert.True(Has("tone.flac")) },
        new("continuo record tone.wav - --rate 16000 --channels 1 --sample s16 --offline "
            + "| sox -t raw -r 16000 -e signed -b 16 -c 1 - tone16k.wav")
        {
            Then = () => Assert.True(Has("tone16k.wav", 160_000)),
        },
        new("continuo monitor noise:pink --duration 3s"),
        new("continuo stream sweep: --to sweep.wav --to null: --to \"exec:md5sum > sweep.md5\" --duration 2s --json")
        {
            Then = () => Assert.True(Has("sweep.wav") && Has("sweep.md5")),
        },
    ];
}
