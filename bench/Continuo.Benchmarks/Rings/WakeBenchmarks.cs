using System.Diagnostics;
using System.Globalization;
using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Rings;

namespace Continuo.Benchmarks.Rings;

/// <summary>What a write costs that wakes sleeping readers, and how soon they have the chunk: one chunk every 2 ms.</summary>
internal static class WakeBenchmarks
{
    private const int Chunks = 2000;

    public static void Quick()
    {
        foreach (var readers in new[] { 1, 2, 8 })
        {
            using var ring = new AudioRing(AudioFormat.Default);
            var delivery = new LogHistogram[readers];
            var threads = new Thread[readers];
            for (var i = 0; i < readers; i++)
            {
                var histogram = delivery[i] = new LogHistogram();
                var reader = ring.OpenReader();
                threads[i] = new Thread(() => Read(reader, histogram));
                threads[i].Start();
            }

            var write = new LogHistogram();
            var chunk = new float[AudioRing.DefaultChunkFrames * 2];
            for (var i = 0; i < Chunks; i++)
            {
                Thread.Sleep(2);
                var start = Stopwatch.GetTimestamp();
                ring.Write(chunk, new ChunkHeader { CommitTime = start });
                write.Record(Stopwatch.GetElapsedTime(start).Ticks * 100);
            }

            ring.Complete();
            foreach (var thread in threads) thread.Join();
            var (w, d) = (write.Snapshot(), delivery[0].Snapshot());
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"waking {readers} sleeping readers: write p50 {w.P50 / 1e3:F1} µs p99 {w.P99 / 1e3:F1} µs; "
                    + $"write → chunk in hand p50 {d.P50 / 1e3:F1} µs p99 {d.P99 / 1e3:F1} µs"));
        }
    }

    private static void Read(RingReader reader, LogHistogram delivery)
    {
        using (reader)
        {
            var samples = new float[AudioRing.DefaultChunkFrames * 2];
            while (true)
            {
                var status = reader.TryRead(samples, out var header, out _);
                if (status == ReadStatus.End) return;
                if (status == ReadStatus.Chunk) delivery.Record(Stopwatch.GetElapsedTime(header.CommitTime).Ticks * 100);
                else reader.Wait(TimeSpan.FromSeconds(1));
            }
        }
    }
}
