using System.Globalization;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.IntegrationTests.Servers;
using Continuo.Streams;

namespace Continuo.Scenarios;

/// <summary>Many streams at once, each with a recorder that takes a fixed length.</summary>
internal static class ManyStreams
{
    public static bool Run(double seconds)
    {
        using var server = new PulseServerFixture();
        var players = Enumerable.Range(0, 5).Select(i => server.Play(new Tone(300 + 100 * i, seconds + 30))).ToArray();
        foreach (var player in players) server.AwaitStreams(player.Id);
        var five = Capture("five applications", players.Select(p => $"app:{p.Id}"), server.Audio, seconds);
        foreach (var player in players) player.Kill();
        return Capture("a hundred generators", Enumerable.Range(0, 100).Select(i => $"tone:{200 + i}"), new AudioSystem(), seconds) && five;
    }

    private static bool Capture(string what, IEnumerable<string> addresses, AudioSystem system, double seconds)
    {
        var cpu = Environment.CpuUsage.TotalTime;
        var streams = addresses.Select(a => AudioStream.Open(a, system: system)).ToArray();
        var frames = new long[streams.Length];
        var dropped = 0L;
        var subscriptions = streams
            .Select((s, i) => s.Subscribe((in AudioChunk chunk) => frames[i] += chunk.Frames + chunk.Gap.Frames))
            .ToArray();
        foreach (var stream in streams) stream.Start();

        // A server that has rendered ahead for its players has nothing for a new listener at first. From then on time must keep.
        while (frames.Any(f => f == 0)) Thread.Sleep(10);
        var before = frames.ToArray();
        var started = SystemClock.Instance.Now;
        Thread.Sleep(TimeSpan.FromSeconds(seconds));
        var after = frames.ToArray();
        var took = (SystemClock.Instance.Now - started) / 1e9;
        foreach (var stream in streams) stream.Stop();
        dropped = subscriptions.Sum(s => s.Statistics.Dropped);
        var gaps = streams.Sum(s => s.Statistics.GapFrames);
        var load = (Environment.CpuUsage.TotalTime - cpu).TotalSeconds / took;
        var p99 = subscriptions.Max(s => s.CommitToDelivery.P99) / 1e6;
        foreach (var stream in streams) stream.Dispose();
        var lengths = after.Zip(before, (a, b) => (a - b) / 48_000.0 - took).ToArray();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what}, {took:F3} s: each {took:F3} s {lengths.Min() * 1000:+0.0;-0.0} … {lengths.Max() * 1000:+0.0;-0.0} ms, "
                + $"{dropped} chunks dropped, {gaps} gap frames; worst p99 complete → callback {p99:F2} ms; "
                + $"{load * 100 / streams.Length:F2} % of a core per stream"));
        return dropped == 0 && gaps == 0 && lengths.All(l => Math.Abs(l) <= 0.0101);
    }
}
