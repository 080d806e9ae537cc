using System.Diagnostics;
using System.Globalization;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Diagnostics;
using Continuo.Recording;
using Continuo.Rings;
using Continuo.Sinks;
using Continuo.Sources;
using Continuo.Streams;

namespace Continuo.Hosting.Checks;

/// <summary>Checks of Continuo itself: whether audio passes the ring, and how fast its reader is woken.</summary>
internal static class CoreChecks
{
    private const int Wakes = 200;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    public static IEnumerable<MachineCheck> Run() => [Checked("ring", "ring", Ring), Checked("waking-a-reader", "waking a reader", Waking)];

    private static MachineCheck Checked(string id, string title, Func<MachineCheck> check)
    {
        try
        {
            return check();
        }
        catch (Exception e)
        {
            // Any failure of the core is a result of the check.
            return new MachineCheck(id, title, CheckState.Failed, e.Message, Advice: "Report this error");
        }
    }

    private static MachineCheck Ring()
    {
        var time = Stopwatch.StartNew();
        using var stream = AudioStream.Open("tone:440?seconds=1",
            new StreamOptions { Pacing = Pacing.Unpaced });
        using var recorder = Recorder.Start(stream, new NullSink());
        stream.Start();
        if (!recorder.Completion.Wait(Timeout))
        {
            return new MachineCheck("ring", "ring", CheckState.Failed, $"no audio arrived within {Timeout.TotalSeconds} s",
                Advice: "Report this error");
        }

        var (result, elapsed) = (recorder.Completion.Result, time.Elapsed.TotalMilliseconds);
        var detail = string.Create(CultureInfo.InvariantCulture,
            $"{result.Frames} frames in {elapsed:0} ms, {result.DroppedChunks} chunks lost");
        var whole = result.Frames == AudioFormat.Default.SampleRate && result.DroppedChunks == 0 && result.Failure is null;
        return new MachineCheck("ring", "ring", whole ? CheckState.Ok : CheckState.Failed, detail,
            Advice: whole ? null : "Report this error");
    }

    /// <summary>Measures from the write of a chunk to the return of a waiting reader.</summary>
    private static MachineCheck Waking()
    {
        var histogram = new LogHistogram();
        using var ring = new AudioRing(AudioFormat.Default);
        using var reader = ring.OpenReader();
        var waiter = new Thread(() => MeasureWakes(reader, histogram)) { IsBackground = true };
        waiter.Start();
        var chunk = new float[ring.ChunkFrames * ring.Format.Channels];
        for (var i = 0; i < Wakes; i++)
        {
            Thread.Sleep(1); // so that the reader is asleep
            ring.Write(chunk, new ChunkHeader { CommitTime = SystemClock.Instance.Now, Frames = ring.ChunkFrames });
        }

        ring.Complete();
        if (!waiter.Join(Timeout))
        {
            return new MachineCheck("waking-a-reader", "waking a reader", CheckState.Failed, "a waiting reader was not woken",
                Advice: "Report this error");
        }

        var latency = histogram.Snapshot();
        var means = OperatingSystem.IsLinux() ? "futex" : OperatingSystem.IsWindows() ? "WaitOnAddress" : "polling";
        return new MachineCheck("waking-a-reader", "waking a reader", CheckState.Ok,
            string.Create(CultureInfo.InvariantCulture,
            $"{means}, p50 {latency.P50 / 1e3:0} µs, p99 {latency.P99 / 1e3:0} µs, max {latency.Max / 1e3:0} µs"));
    }

    private static void MeasureWakes(RingReader reader, LogHistogram histogram)
    {
        var samples = new float[reader.Ring.ChunkFrames * reader.Ring.Format.Channels];
        while (true)
        {
            var status = reader.TryRead(samples, out var header, out _);
            if (status == ReadStatus.End) return;
            if (status == ReadStatus.Chunk) histogram.Record(SystemClock.Instance.Now - header.CommitTime);
            else reader.Wait(Timeout);
        }
    }
}
