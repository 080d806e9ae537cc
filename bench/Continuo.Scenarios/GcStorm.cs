using System.Globalization;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Engine;
using Continuo.Engine.Client;
using Continuo.Engine.Reports;
using Continuo.IntegrationTests.Servers;
using Continuo.Playing;
using Continuo.Sinks;
using Continuo.Sources;

namespace Continuo.Scenarios;

/// <summary>
/// Playback to a real server's null sinks while this process is a garbage collector's nightmare: by the engine's process from a source
/// of its own, by the engine's process from what this process feeds, by the same engine inside this process, and by a player inside this process
/// that writes ahead by what its pauses need.
/// Each is recorded from its sink's monitor by yet another process.
/// </summary>
internal static class GcStorm
{
    private const double Hertz = 440;
    private const double SettleSeconds = 3; // collections are forced from then on; the start is not what is measured
    private const string Tone = "tone:440?level=-10";

    public static bool Run(double seconds)
    {
        var fine = true;
        foreach (var block in new[] { 480, 240 })
        {
            using var server = new PulseServerFixture();
            foreach (var extra in new[] { "inside", "adaptive", "fed40", "fed1000" }) server.Control("load-module", "module-null-sink", $"sink_name={extra}", "rate=48000", "channels=2", "format=float32le");
            Console.WriteLine($"2 × {block} frames ahead:");
            var breaks = Run(server, block, seconds);
            if (block == 480) fine = breaks == 0; // for less, what comes out is printed
        }

        return fine;
    }

    private static long Run(PulseServerFixture server, int block, double seconds)
    {
        using var engine = StartEngine(server, AudioServerFixture.Sink, block);
        using var engine40 = StartEngine(server, "fed40", block);
        using var engine1000 = StartEngine(server, "fed1000", block);
        using var inside = new AudioEngine(EngineOptions.Default with { To = AudioAddress.Parse("device:inside"), BlockFrames = block }, server.Audio);
        inside.Start();
        using var ofEngine = new MonitorRecording(server, AudioServerFixture.Sink);
        using var ofFed40 = new MonitorRecording(server, "fed40");
        using var ofFed1000 = new MonitorRecording(server, "fed1000");
        using var ofInside = new MonitorRecording(server, "inside");
        using var ofAdaptive = new MonitorRecording(server, "adaptive");
        using var stop = new CancellationTokenSource();
        engine.Play(Tone);
        inside.Play(AudioAddress.Parse(Tone));
        using var player = new Player(AudioFormat.Default, new PlaybackOptions { BlockFrames = block, WriteAhead = AudioFormat.Default.ToTime(2 * block), MaxLag = TimeSpan.FromSeconds(2) });
        player.Add(Tone, server.Audio);
        using var adaptive = new Playback(player, server.Audio.CreateSink(AudioAddress.Parse("device:adaptive"), new SinkRequest(null, SystemClock.Instance)));
        adaptive.Start();
        player.Play();
        using var fed40 = engine40.OpenStream("fed, 40 ms ahead", TimeSpan.FromMilliseconds(40));
        using var fed1000 = engine1000.OpenStream("fed, 1 s ahead", TimeSpan.FromSeconds(1));
        var feeders = new[] { Feed(fed40, stop.Token), Feed(fed1000, stop.Token) };
        Thread.Sleep(TimeSpan.FromSeconds(SettleSeconds));
        var before = engine.Report();
        using (var storm = new GarbageStorm())
        {
            Thread.Sleep(TimeSpan.FromSeconds(seconds));
            var pauses = storm.Pauses;
            Say($"  storm: {GarbageStorm.LiveObjects / 1e6:0} M live objects, {pauses.Count} forced collections, p50 {pauses.P50 / 1e6:F0} ms, max {pauses.Max / 1e6:F0} ms");
        }

        var breaks = Print("engine, its own source", ofEngine, engine.Report(), null);
        Print("engine, fed 40 ms ahead", ofFed40, engine40.Report(), engine40.Report(fed40.Input));
        Print("engine, fed 1 s ahead", ofFed1000, engine1000.Report(), engine1000.Report(fed1000.Input));
        Print("inside this process", ofInside, inside.Report(), null);
        var (adaptiveBreaks, adaptiveSeconds) = ofAdaptive.Check(Hertz, SettleSeconds - 1);
        Say($"  {"inside, adaptive",-24} {adaptiveBreaks} breaks in {adaptiveSeconds:F1} s, {adaptive.Monitor.Xruns} underruns; {adaptive.WriteAhead.ToString()}");
        var after = engine.Report();
        Say($"  engine: {after.Collections} collections, {after.AllocatedBytes - before.AllocatedBytes} bytes allocated meanwhile, {after.MixAllocatedBytes} by the mix since the start; priority {Or(after.PriorityRefusal, "granted")}, memory {Or(after.MemoryRefusal, "locked")}");
        stop.Cancel();
        foreach (var client in new[] { engine, engine40, engine1000 }) client.StopEngine();
        foreach (var feeder in feeders) feeder.Join();
        return breaks;
    }

    private static EngineClient StartEngine(PulseServerFixture server, string sink, int block)
    {
        // The engine inherits where the server is.
        foreach (var (name, value) in server.Environment) Environment.SetEnvironmentVariable(name, value);
        return AudioEngine.ConnectAsync(new EngineLaunchOptions
        {
            SocketPath = Path.Combine(server.Environment["XDG_RUNTIME_DIR"], $"{sink}.sock"),
            To = $"device:{sink}",
            BlockFrames = block,
        }).GetAwaiter().GetResult();
    }

    private static Thread Feed(EngineWriter stream, CancellationToken stop)
    {
        var thread = new Thread(() =>
        {
            using var tone = new ToneSource(AudioFormat.Default, Hertz, -10);
            tone.Open();
            var samples = new float[480 * 2];
            try
            {
                while (!stop.IsCancellationRequested)
                {
                    tone.Read(samples, TimeSpan.Zero);
                    stream.Write(samples);
                }
            }
            catch (AudioException e) when (e.Code == AudioErrorCode.ServerUnavailable)
            {
                // The engine has been stopped: the run is over.
            }
        })
        { Name = stream.Description };
        thread.Start();
        return thread;
    }

    private static long Print(string what, MonitorRecording recording, in EngineReport report, EngineInputReport? input)
    {
        var (breaks, over) = recording.Check(Hertz, SettleSeconds - 1);
        var late = input is { } i ? $", {i.Dropouts} dropouts concealed, {i.LateBlocks} blocks late" : "";
        Say($"  {what,-24} {breaks} breaks in {over:F1} s, {report.Underruns} underruns{late}");
        return breaks;
    }

    private static string Or(string text, string otherwise) => text.Length > 0 ? text : otherwise;

    private static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
