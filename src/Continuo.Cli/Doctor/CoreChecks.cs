using System.Diagnostics;
using System.Globalization;
using Continuo.Audio;
using Continuo.Cli.Demo;
using Continuo.Cli.Reports.Machine;
using Continuo.Cli.Reports.Network;
using Continuo.Clocks;
using Continuo.Diagnostics;
using Continuo.Recording;
using Continuo.Rings;
using Continuo.Sinks;
using Continuo.Sources;
using Continuo.Streams;

namespace Continuo.Cli.Doctor;

/// <summary>Continuo itself: does audio get through the ring, and how fast is its reader woken?</summary>
internal static class CoreChecks
{
    private const int Wakes = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static IEnumerable<CheckReport> Run() => [Checked("ring", Ring), Checked("waking a reader", Waking)];

    private static CheckReport Checked(string name, Func<CheckReport> check)
    {
        try
        {
            return check();
        }
        catch (Exception e)
        {
            // Whatever keeps the core from working is what the doctor is asked for.
            return new CheckReport(name, CheckState.Failed, e.Message, "Please report it");
        }
    }

    private static CheckReport Ring()
    {
        var time = Stopwatch.StartNew();
        using var stream = AudioStream.Open("doctor", () => new MusicSource(TimeSpan.FromSeconds(1)), new StreamOptions { Pacing = Pacing.Unpaced });
        using var recorder = Recorder.Start(stream, new NullSink());
        stream.Start();
        if (!recorder.Completion.Wait(Patience)) return new CheckReport("ring", CheckState.Failed, $"no audio arrived within {Patience.TotalSeconds} s", "Please report it");
        var (result, elapsed) = (recorder.Completion.Result, time.Elapsed.TotalMilliseconds);
        var detail = string.Create(CultureInfo.InvariantCulture, $"{result.Frames} frames in {elapsed:0} ms, {result.DroppedChunks} chunks lost");
        var whole = result.Frames == AudioFormat.Default.SampleRate && result.DroppedChunks == 0 && result.Failure is null;
        return new CheckReport("ring", whole ? CheckState.Ok : CheckState.Failed, detail, whole ? null : "Please report it");
    }

    /// <summary>Measures from the write of a chunk to the return of a reader that waited for it.</summary>
    private static CheckReport Waking()
    {
        var histogram = new LogHistogram();
        using var ring = new AudioRing(AudioFormat.Default);
        using var reader = ring.OpenReader();
        var waiter = new Thread(() => MeasureWakes(reader, histogram)) { IsBackground = true };
        waiter.Start();
        var chunk = new float[ring.ChunkFrames * ring.Format.Channels];
        for (var i = 0; i < Wakes; i++)
        {
            Thread.Sleep(1); // the reader shall be asleep
            ring.Write(chunk, new ChunkHeader { CommitTime = SystemClock.Instance.Now, Frames = ring.ChunkFrames });
        }

        ring.Complete();
        if (!waiter.Join(Patience)) return new CheckReport("waking a reader", CheckState.Failed, "a waiting reader was not woken", "Please report it");
        var latency = LatencyReport.Of(histogram.Snapshot());
        var means = OperatingSystem.IsLinux() ? "futex" : OperatingSystem.IsWindows() ? "WaitOnAddress" : "polling";
        return new CheckReport("waking a reader", CheckState.Ok, string.Create(CultureInfo.InvariantCulture, $"{means}, p50 {latency.P50 * 1000:0} µs, p99 {latency.P99 * 1000:0} µs, max {latency.Max * 1000:0} µs"));
    }

    private static void MeasureWakes(RingReader reader, LogHistogram histogram)
    {
        var samples = new float[reader.Ring.ChunkFrames * reader.Ring.Format.Channels];
        while (true)
        {
            var status = reader.TryRead(samples, out var header, out _);
            if (status == ReadStatus.End) return;
            if (status == ReadStatus.Chunk) histogram.Record(SystemClock.Instance.Now - header.CommitTime);
            else reader.Wait(Patience);
        }
    }
}
