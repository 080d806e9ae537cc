using System.Diagnostics;
using System.Globalization;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Live;

namespace Continuo.Scenarios;

/// <summary>A live stream and a consumer whose clocks differ by 300 ppm, for a day of virtual time each way: how far the delay is off its
/// target, and what is dropped.</summary>
internal static class LiveDrift
{
    private const int Block = 480;

    public static bool Run(double seconds)
    {
        Console.WriteLine($"{seconds / 3600:0.##} h of virtual time each; blocks of {Block} frames");
        return Run(300, 0, seconds) & Run(-300, 0, seconds) & Run(150, -150, seconds);
    }

    private static bool Run(double writePpm, double readPpm, double seconds)
    {
        var clock = new VirtualClock(1_000_000_000);
        using var rig = new LiveRig(clock, frame => (frame % 240) / 480f, writePpm, readPpm, Block);
        using var input = LiveInput.Open(rig.Stream, AudioFormat.Default);
        var block = new float[2 * Block];
        void Read() => input.Read(block, clock.Now, clock.Now);
        rig.Run(500, Read);
        var (first, worst, watch) = (input.Statistics, 0.0, Stopwatch.StartNew());
        rig.Run((long)(seconds * 48_000 / Block), () =>
        {
            Read();
            var statistics = input.Statistics;
            worst = Math.Max(worst, Math.Abs((statistics.Delay - first.Target).TotalMilliseconds));
        });
        var last = input.Statistics;
        var dropped = last.LostFrames + last.ConcealedFrames + last.SkippedFrames - first.SkippedFrames;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"source {writePpm:+0;-0;0} ppm, consumer {readPpm:+0;-0;0} ppm: delay {last.Target.TotalMilliseconds:F2} ms, "
                + $"off by {worst:F4} ms at most; {dropped} frames dropped or concealed, {last.Underruns} underruns, "
                + $"{last.Jumps} jumps; drift found {last.DriftPpm:F2} ppm; "
                + $"{seconds / watch.Elapsed.TotalSeconds:F0} × real time"));
        return worst <= 1 && dropped == 0;
    }
}
