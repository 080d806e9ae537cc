using Continuo.Clocks;
using Continuo.Rtp.Packets;
using Continuo.Scenarios.Server;
using Continuo.Simulation.Load;

namespace Continuo.Scenarios.Rooms;

/// <summary>
/// The same Opus participants over RTP, once in Janus's AudioBridge and once in our room: everyone speaks and hears everyone else. Each
/// server mixes in a process of its own, in turn, with more and more participants until it no longer keeps up.
/// </summary>
internal static class AudioBridge
{
    private const int WarmUpMilliseconds = 5000;
    private static readonly int[] Steps = [20, 60, 100, 140, 180, 220, 260, 300, 340, 380];

    /// <summary>Runs the comparison.</summary>
    /// <returns>Whether ours takes fewer cores at the same number, holds 1.5 × the participants, and is at most 60 ms late.</returns>
    public static bool Run(double seconds, int channels, IReadOnlyList<int> only)
    {
        var options = new BridgeOptions(channels);
        var steps = only.Count > 0 ? only : Steps;
        Console.WriteLine($"{(channels == 1 ? "mono" : "stereo")}, complexity {BridgeOptions.Complexity}, {options.BitRate / 1000} kb/s, "
            + $"all speak, {seconds} s each; ours with {RoomPeer.PersonalVolumes} changed volumes per listener");
        Console.WriteLine(BridgeFigures.Header);
        List<BridgeFigures> janus = [], ours = [];
        foreach (var count in steps)
        {
            if (janus.All(f => f.Holds)) janus.Add(Print(Measure(() => new JanusPeer(options), count, seconds, options)));
            if (ours.All(f => f.Holds)) ours.Add(Print(Measure(() => new RoomPeer(options), count, seconds, options)));
        }

        var both = janus.Where(j => j.Holds).Join(ours, j => j.Participants, o => o.Participants, (j, o) => (Janus: j, Ours: o)).ToArray();
        var (most, mostOfOurs) = (Most(janus), Most(ours));
        var ratios = both.Select(b => FormattableString.Invariant($"{b.Ours.Cores / b.Janus.Cores:F2} at {b.Ours.Participants}"));
        Console.WriteLine($"Janus holds {most}, Continuo {mostOfOurs}; cores of ours by Janus's: {string.Join(", ", ratios)}");
        return both.All(b => b.Ours.Cores < b.Janus.Cores && b.Ours.MouthToEarMilliseconds <= 60) && mostOfOurs >= 1.5 * most;
    }

    private static int Most(List<BridgeFigures> figures) => figures.Where(f => f.Holds).Select(f => f.Participants).DefaultIfEmpty().Max();

    private static BridgeFigures Print(BridgeFigures figures)
    {
        Console.WriteLine(figures);
        return figures;
    }

    private static BridgeFigures Measure(Func<IMixingPeer> start, int count, double seconds, BridgeOptions options)
    {
        using var peer = start();
        var load = new LoadOptions
        {
            Speakers = count,
            Listeners = count,
            Format = options.Format,
            Transport = LoadTransport.Rtp,
            ChangedVolumes = peer.ChangedVolumes,
        };
        var (plan, codec) = (new VoicePlan(load), CodecRegistry.Describe("opus", load.Format, load.Tick));
        var loop = new VoiceLoop(plan, codec);
        LoadEar[] ears = [.. Enumerable.Range(0, count).Select(n => new LoadEar(0, n))];
        using var socket = new BridgeEars(peer, ears, codec);
        var addresses = peer.Join(count, socket.Address);
        socket.Start();
        var route = new BridgeRoute(socket.Transport, addresses, codec.ClockStep);
        using var sender = new VoiceSender(load, loop, route);
        Thread.Sleep(WarmUpMilliseconds);
        socket.Restart();
        _ = peer.Count();
        var meter = new LatencyMeter(load, plan, codec, sender, loop.LookAheadFrames, [new TimedInput?[MarkerBurst.Count]]);
        using var checker = new EarChecker(load, plan, codec, ears, meter, joins: null);
        var (blocks, missed, late, bytes) = (ears.Sum(e => e.Blocks), ears.Sum(e => e.Missed), socket.Late, socket.Bytes);
        var behind = socket.Behind;
        var (time, processor, own) =
            (SystemClock.Instance.Now, ProcessorTime.Of(peer.ProcessId), Environment.CpuUsage.TotalTime.TotalSeconds);
        Thread.Sleep(TimeSpan.FromSeconds(seconds));
        var (length, minutes) = ((SystemClock.Instance.Now - time) * 1e-9, (SystemClock.Instance.Now - time) / 60e9);
        var behindNow = socket.Behind;
        behindNow.Subtract(behind);
        var latency = meter.Whole;
        return new BridgeFigures
        {
            Peer = peer.Name,
            Participants = count,
            Cores = (ProcessorTime.Of(peer.ProcessId) - processor) * 1e-9 / length,
            ClientCores = (Environment.CpuUsage.TotalTime.TotalSeconds - own) / length,
            Rate = (ears.Sum(e => e.Blocks) - blocks) / (length * count / load.Tick.TotalSeconds),
            LostPerMinute = (ears.Sum(e => e.Missed) - missed) / minutes / count,
            LatePerMinute = (socket.Late - late) / minutes / count,
            BehindMilliseconds = behindNow.P99 * 1e-6,
            KilobitsPerSecond = (socket.Bytes - bytes) * 8e-3 / length / count,
            MouthToEarMilliseconds = latency.P50 * 1e-6,
            MouthToEarCount = latency.Count,
            Checks = checker.Checks,
            Wrong = checker.Wrong,
            Mistake = checker.Mistakes.Count > 0 ? checker.Mistakes[0] : "",
            Own = peer.Count(),
        };
    }
}
