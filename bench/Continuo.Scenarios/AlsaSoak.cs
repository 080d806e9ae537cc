using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Continuo.Audio;
using Continuo.Codecs.SoundFiles;
using Continuo.IntegrationTests.Alsa;
using Continuo.IntegrationTests.Servers;
using Continuo.Sources;
using Continuo.Streams;

namespace Continuo.Scenarios;

/// <summary>
/// <c>continuo record device: --backend alsa</c> through ALSA's <c>pulse</c> plug-in in front of a real server that plays a tone:
/// what the command reports, and whether the tone in its file is whole. Beside it parec records the same monitor, so that a hole
/// of the player's is not ours.
/// </summary>
internal static class AlsaSoak
{
    private const int Rate = 48_000;
    private const double Hertz = 1000;

    public static bool Run(double seconds)
    {
        using var server = new PulseServerFixture();
        using var alsa = new AlsaConfiguration($$"""
            pcm.in { type pulse server "{{server.Address}}" device "{{AudioServerFixture.Sink}}.monitor" }
            """);
        server.AwaitStreams(server.Play(new Tone(Hertz, seconds + 60)).Id);
        using var beside = new MonitorRecording(server, AudioServerFixture.Sink);
        var file = alsa.FileAt("take.wav");
        var report = Record(alsa, file, seconds);
        var (control, _) = beside.Check(Hertz, 1);
        var breaks = Breaks(file);

        var (frames, gaps, dropped) = (
            report.GetProperty("frames").GetInt64(),
            report.GetProperty("gaps").GetInt64(),
            report.GetProperty("droppedChunks").GetInt64());
        var expected = (long)(seconds * Rate);
        Console.WriteLine(report.GetRawText());
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{frames} of {expected} frames, {gaps} gaps (an overrun is one), {dropped} chunks dropped; "
                + $"breaks in the tone: {breaks}, of which parec has {control}, too"));
        return frames == expected && gaps == 0 && dropped == 0 && breaks <= control;
    }

    private static JsonElement Record(AlsaConfiguration alsa, string file, double seconds)
    {
        string[] command =
        [
            .. ContinuoProgram.Command, "record", "device:in", file,
            "--duration", seconds.ToString(CultureInfo.InvariantCulture) + "s", "--backend", "alsa", "--json",
        ];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true };
        foreach (var (name, value) in alsa.Environment) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        using var document = JsonDocument.Parse(output);
        return document.RootElement.Clone();
    }

    private static long Breaks(string file)
    {
        using var source = new AudioSystem().UseSoundFiles().CreateSource(AudioAddress.Parse(file), new SourceRequest());
        source.Open();
        var check = new ToneCheck(Hertz, source.Format.SampleRate);
        var block = new float[4096 * source.Format.Channels];
        while (source.Read(block, TimeSpan.FromSeconds(1)) is { Status: SourceStatus.Data } read)
        {
            check.Look(block.AsSpan(0, read.Frames * source.Format.Channels), source.Format.Channels);
        }

        return check.Breaks;
    }
}
