using System.Diagnostics;
using System.Runtime.InteropServices;
using Continuo.IntegrationTests.Servers;

namespace Continuo.Scenarios;

/// <summary>What a sink of the server plays, recorded by another process, which no collection of ours can hit.</summary>
internal sealed class MonitorRecording : IDisposable
{
    private const int Rate = 48_000;
    private const int Channels = 2;

    private readonly string _file = Path.GetTempFileName();
    private readonly Process _recorder;

    public MonitorRecording(AudioServerFixture server, string sink) => _recorder = server.Run(
        "parec",
        ["--device", $"{sink}.monitor", "--raw", "--format=float32le", $"--rate={Rate}", $"--channels={Channels}", _file]);

    /// <summary>
    /// Ends the recording and counts the breaks in a tone, from the time given after its first sound to half a second before its end.
    /// </summary>
    /// <returns>The breaks, and over how many seconds they were counted.</returns>
    public (long Breaks, double Seconds) Check(double hertz, double skipSeconds)
    {
        TestTool.Kill(_recorder);
        var samples = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(_file)).ToArray();
        var begin = Array.FindIndex(samples, s => s != 0) / Channels + (int)(skipSeconds * Rate);
        var end = samples.Length / Channels - Rate / 2;
        if (end <= begin || !samples.Any(s => s != 0)) return (long.MaxValue, 0);
        var check = new ToneCheck(hertz, Rate);
        check.Look(samples.AsSpan(begin * Channels, (end - begin) * Channels), Channels);
        return (check.Breaks, (double)(end - begin) / Rate);
    }

    public void Dispose() => File.Delete(_file);
}
