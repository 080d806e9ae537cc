using System.Globalization;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Engine;
using Continuo.Engine.Client;
using Continuo.Engine.Statistics;
using Continuo.IntegrationTests.Servers;
using Continuo.Playing;
using Continuo.Sinks;
using Continuo.Sources;

namespace Continuo.Scenarios;

/// <summary>
/// Playback to a real server's null sink while this process is a garbage collector's nightmare: by the engine's process from a source
/// of its own; then, for comparison, by the engine's process from what this process feeds, by the same engine inside this process, and
/// by a player inside this process that writes ahead by what its pauses need. Each is recorded from its sink's monitor by yet another
/// process.
/// </summary>
internal static class GcStorm
{
    private const double Hertz = 440;
    private const double SettleSeconds = 3; // collections are forced from then on; the start is not what is measured
    private const string Device = $"device:{AudioServerFixture.Sink}";
    private const string Tone = "tone:440?level=-10";

    public static bool Run(double seconds)
    {
        var fine = true;
        foreach (var block in new[] { 480, 240 })
        {
            Console.WriteLine($"2 × {block} frames ahead:");
            var breaks = PlayByEngine(block, seconds);
            if (block == 480) fine = breaks == 0; // for less, what comes out is printed
            Compare(block, seconds);
        }

        return fine;
    }

    public static long PlayByEngine(int block, double seconds)
    {
        using var server = new PulseServerFixture();
        using var engine = StartEngine(server, block);
        using var heard = new MonitorRecording(server, AudioServerFixture.Sink);
        engine.Play(Tone);
        Thread.Sleep(TimeSpan.FromSeconds(SettleSeconds));
        var before = engine.GetStatistics();
        Rage(seconds);
        var after = engine.GetStatistics();
        var breaks = Print("engine, its own source", heard, before, after, null);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  engine: rendering p50 {after.RenderP50Percent:F2} %, p99 {after.RenderP99Percent:F2} %, "
                + $"p99.9 {after.RenderP999Percent:F2} % of a block; {after.Collections} collections, "
                + $"{after.AllocatedBytes - before.AllocatedBytes} bytes allocated meanwhile, "
                + $"{after.MixAllocatedBytes} by the mix since the start; "
                + $"priority {Or(after.PriorityRefusal, "granted")}, memory {Or(after.MemoryRefusal, "locked")}"));
        engine.StopEngine();
        return breaks;
    }

    private static void Compare(int block, double seconds)
    {
        // A server for each: one thread of a server serves all of its clients and recorders, and would carry the bursts of one way of
        // playing into the others.
        using var server40 = new PulseServerFixture();
        using var server1000 = new PulseServerFixture();
        using var serverInside = new PulseServerFixture();
        using var serverAdaptive = new PulseServerFixture();
        using var engine40 = StartEngine(server40, block);
        using var engine1000 = StartEngine(server1000, block);
        using var inside = new AudioEngine(
            EngineOptions.Default with { To = AudioAddress.Parse(Device), BlockFrames = block }, serverInside.Audio);
        inside.Start();
        using var heard40 = new MonitorRecording(server40, AudioServerFixture.Sink);
        using var heard1000 = new MonitorRecording(server1000, AudioServerFixture.Sink);
        using var heardInside = new MonitorRecording(serverInside, AudioServerFixture.Sink);
        using var heardAdaptive = new MonitorRecording(serverAdaptive, AudioServerFixture.Sink);
        using var stop = new CancellationTokenSource();
        inside.Play(AudioAddress.Parse(Tone));
        using var player = new Player(AudioFormat.Default, new PlaybackOptions
        {
            BlockFrames = block,
            WriteAhead = AudioFormat.Default.ToTime(2 * block),
            MaxLag = TimeSpan.FromSeconds(2)
        });
        player.Add(Tone, serverAdaptive.Audio);
        using var adaptive = new Playback(
            player, serverAdaptive.Audio.CreateSink(AudioAddress.Parse(Device), new SinkRequest(null, SystemClock.Instance)));
        adaptive.Start();
        player.Play();
        using var fed40 = engine40.OpenStream("fed, 40 ms ahead", TimeSpan.FromMilliseconds(40));
        using var fed1000 = engine1000.OpenStream("fed, 1 s ahead", TimeSpan.FromSeconds(1));
        var feeders = new[] { Feed(fed40, stop.Token), Feed(fed1000, stop.Token) };
        Thread.Sleep(TimeSpan.FromSeconds(SettleSeconds));
        var (before40, before1000, beforeInside) = (engine40.GetStatistics(), engine1000.GetStatistics(), inside.GetStatistics());
        Rage(seconds);
        Print("engine, fed 40 ms ahead", heard40, before40, engine40.GetStatistics(), engine40.GetStatistics(fed40.Input));
        Print("engine, fed 1 s ahead", heard1000, before1000, engine1000.GetStatistics(), engine1000.GetStatistics(fed1000.Input));
        Print("inside this process", heardInside, beforeInside, inside.GetStatistics(), null);
        var (breaks, over) = heardAdaptive.Check(Hertz, SettleSeconds - 1);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  {"inside, adaptive",-24} {breaks} breaks in {over:F1} s, {adaptive.Monitor.Xruns} underruns; "
                + $"{adaptive.WriteAhead.ToString()}"));
        stop.Cancel();
        engine40.StopEngine();
        engine1000.StopEngine();
        foreach (var feeder in feeders) feeder.Join();
    }

    private static void Rage(double seconds)
    {
        using var storm = new GarbageStorm();
        var stolen = StolenTime.Now;
        Thread.Sleep(TimeSpan.FromSeconds(seconds));
        var pauses = storm.Pauses;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  storm: {GarbageStorm.LiveObjects / 1e6:0} M live objects, {pauses.Count} forced collections, "
                + $"p50 {pauses.P50 / 1e6:F0} ms, max {pauses.Max / 1e6:F0} ms; "
                + $"the host took the processors away for {stolen.PercentUntilNow:F1} % of the time"));
    }

    private static EngineClient StartEngine(PulseServerFixture server, int block)
    {
        // The engine inherits where the server is.
        foreach (var (name, value) in server.Environment) Environment.SetEnvironmentVariable(name, value);
        var client = AudioEngine.ConnectAsync(new EngineLaunchOptions
        {
            SocketPath = Path.Combine(server.Environment["XDG_RUNTIME_DIR"], "engine.sock"),
            To = Device,
            BlockFrames = block,
            Command = ContinuoProgram.Command,
        }).GetAwaiter().GetResult();
        while (!client.GetStatistics().IsWarm) Thread.Sleep(10);
        return client;
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

    private static long Print(
        string what, MonitorRecording recording, in EngineStatistics before, in EngineStatistics after, EngineInputStatistics? input)
    {
        var (breaks, over) = recording.Check(Hertz, SettleSeconds - 1);
        var late = input is { } i ? $", {i.Dropouts} dropouts concealed, {i.LateBlocks} blocks late" : "";
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"  {what,-24} {breaks} breaks in {over:F1} s, {after.Underruns - before.Underruns} underruns "
                + $"({before.Underruns} while starting){late}"));
        return breaks;
    }

    private static string Or(string text, string otherwise) => text.Length > 0 ? text : otherwise;
}
