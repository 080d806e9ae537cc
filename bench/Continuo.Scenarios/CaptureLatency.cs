using System.Globalization;
using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.IntegrationTests.Servers;
using Continuo.Streams;

namespace Continuo.Scenarios;

/// <summary>How soon a callback has what a real server captured, at 10 ms chunks, and what a stream costs.</summary>
internal static class CaptureLatency
{
    public static bool Run(double seconds)
    {
        using var server = new PulseServerFixture();
        var player = server.Play(new Tone(440, seconds + 30));
        server.AwaitStreams(player.Id);
        Console.WriteLine("definitions: complete = from the chunk's last frame being written to the ring to the call of the consumer;");
        Console.WriteLine(
            "             device = from the capture time of the chunk's first frame, by the server's timing, to the call "
                + "(10 ms of it is the chunk itself)");
        var fine = true;
        foreach (var address in new[] { $"device:{AudioServerFixture.Sink}.monitor", $"app:{player.Id}" })
        {
            using var stream = AudioStream.Open(address, system: server.Audio);
            using var subscription = stream.Subscribe((in AudioChunk _) => { });
            stream.Start();
            Thread.Sleep(1000);
            var (complete, device) = (subscription.CommitToDelivery, subscription.CaptureToDelivery);
            var cpu = Environment.CpuUsage.TotalTime;
            var wakes = subscription.WakeUps;
            Thread.Sleep(TimeSpan.FromSeconds(seconds));
            var load = (Environment.CpuUsage.TotalTime - cpu).TotalSeconds / seconds;
            var (all, useful) = (subscription.WakeUps.All - wakes.All, subscription.WakeUps.WithAudio - wakes.WithAudio);
            var now = subscription.CommitToDelivery;
            now.Subtract(complete);
            var nowDevice = subscription.CaptureToDelivery;
            nowDevice.Subtract(device);
            Console.WriteLine($"{address,-20} complete → callback {Text(now)}");
            Console.WriteLine($"{"",-20} device → callback   {Text(nowDevice)}");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{"",-20} {load * 100:F2} % of a core, {100.0 * useful / Math.Max(1, all):F1} % of {all} wake-ups with audio, "
                    + $"drift {stream.Statistics.DriftPpm:F0} ppm"));
            fine &= subscription.Statistics.Dropped == 0;
        }

        return fine;
    }

    private static string Text(HistogramSnapshot h) => string.Create(
        CultureInfo.InvariantCulture,
        $"p50 {h.P50 / 1e6:F3} ms  p90 {h.P90 / 1e6:F3}  p99 {h.P99 / 1e6:F3}  p99.9 {h.P999 / 1e6:F3}  max {h.Max / 1e6:F3} ms");
}
