using System.Globalization;
using Continuo.Audio;
using Continuo.IntegrationTests.Servers;
using Continuo.Streams;

namespace Continuo.Scenarios;

/// <summary>
/// Capture from a real server in a process that is a garbage collector's nightmare: nothing may be lost. The storm takes processor time
/// from player and server, too, so an independent recorder beside it says which breaks of the tone are theirs.
/// </summary>
internal static class CaptureStorm
{
    private const double Hertz = 440;

    public static bool Run(double seconds)
    {
        using var server = new PulseServerFixture();
        var player = server.Play(new Tone(Hertz, seconds + 30));
        server.AwaitStreams(player.Id);
        Thread.Sleep(1000); // the tone's fade-in and the server's start-up are not what is measured

        using var witness = new MonitorRecording(server, AudioServerFixture.Sink);
        using var stream = AudioStream.Open($"app:{player.Id}", new StreamOptions(), server.Audio);
        var check = new ToneCheck(Hertz, stream.Format.SampleRate);
        long frames = 0, gaps = 0, filled = 0;
        using var subscription = stream.Subscribe((in AudioChunk chunk) =>
        {
            if (!chunk.Gap.IsEmpty) gaps++;
            if (frames > 0 || !chunk.IsSilent) check.Look(chunk.Samples, chunk.Format.Channels);
            frames += chunk.Frames;
        });
        stream.Start();
        long worstLag = 0;
        using (var storm = new GarbageStorm())
        {
            var until = Environment.TickCount64 + (long)(seconds * 1000);
            while (Environment.TickCount64 < until)
            {
                Thread.Sleep(5);
                worstLag = Math.Max(worstLag, subscription.Statistics.Pending);
            }

            var pauses = storm.Pauses;
            stream.Stop();
            filled = stream.Statistics.FilledFrames;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"storm: {GarbageStorm.LiveObjects / 1e6:0} M live objects, {pauses.Count} forced collections, "
                    + $"p50 {pauses.P50 / 1e6:F0} ms, max {pauses.Max / 1e6:F0} ms"));
        }

        var (seen, _) = witness.Check(Hertz, skipSeconds: 0);
        var counts = subscription.Statistics;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"capture: {frames} frames in {seconds:0} s ({stream.Statistics.Chunks} chunks), {counts.Dropped} chunks dropped, "
                + $"{gaps} gaps, {stream.Statistics.GapFrames} gap frames, {filled} filled frames, "
                + $"{check.Breaks} breaks in the tone (the independent recorder saw {seen}), longest lag {worstLag} chunks"));
        // Silence would pass for an unbroken tone.
        var sounding = stream.Statistics.SilentChunks < stream.Statistics.Chunks / 20;
        return sounding && counts.Dropped == 0 && gaps == 0 && check.Breaks <= seen && filled == 0;
    }
}
