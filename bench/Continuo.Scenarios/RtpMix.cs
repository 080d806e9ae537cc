using System.Globalization;
using System.Net;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Diagnostics;
using Continuo.Dsp;
using Continuo.Live;
using Continuo.Mixing;
using Continuo.Rtp.Packets;
using Continuo.Rtp.Reception;
using Continuo.Rtp.Sockets;
using Continuo.Threading;

namespace Continuo.Scenarios;

/// <summary>Many voices from another process over one socket: received, dejittered, decoded and mixed, one block every 10 ms.</summary>
internal static class RtpMix
{
    private const int Voices = 200;
    private const int Frames = 480;
    private const int Ahead = 2; // the host of a virtual machine takes a processor away for ten milliseconds and more
    private const int WarmUp = 300; // blocks: the optimising compiler is done after a second or two
    private const long Budget = 10_000_000;

    /// <param name="seconds">How long.</param>
    /// <param name="driftCorrection">As it is in use; both processes have the machine's one clock, so it is not needed here.</param>
    public static bool Run(double seconds, bool driftCorrection)
    {
        var options = new ReceptionOptions
        {
            Payloads = PayloadMap.Of(CodecRegistry.Describe("opus", AudioFormat.Default)),
            DriftCorrection = driftCorrection
        };
        using var session = new ReceiverSession(
            new UdpOptions { Local = new IPEndPoint(IPAddress.Loopback, 0), ReceiveBufferBytes = 8 * 1024 * 1024 }, options);
        session.Start();
        using var sender = RtpVoices.Start(session.Local.Port, Voices, seconds + 8);
        var clock = SystemClock.Instance;
        using var stop = new WakeSignal();
        while (session.Streams.Count < Voices && !sender.HasExited) clock.WaitUntil(clock.Now + Budget, stop);
        var mixer = new Mixer(AudioFormat.Default, new MixerOptions { MaxBlockFrames = Frames });
        using var workers = new ParallelDecodePool(AudioFormat.Default, new PullOptions { BlockFrames = Frames, AheadBlocks = Ahead });
        foreach (var stream in session.Streams) workers.Add(stream, mixer.AddTrack(stream.Ssrc.ToString(CultureInfo.InvariantCulture)));
        workers.Start();
        var run = new Ticks(mixer, workers, clock, (long)(seconds * 1e9 / Budget));
        var thread = new Thread(run.Run) { Name = "mix" };
        thread.Start();
        // Of the whole run, what was before the first tick that counts is taken off.
        while (!run.IsWarm) clock.WaitUntil(clock.Now + Budget, stop);
        var before = Totals.Of(session);
        thread.Join();
        var received = session.Streams.Select(s => s.GetStatistics()).ToArray();
        var heard = Totals.Of(session) - before;
        var unready = workers.Inputs.Sum(i => i.Track.Statistics.LateBlocks) - run.UnreadyBefore;
        var skipped = workers.Inputs.Sum(i => i.SkippedBlocks);
        var words = sender.StandardOutput.ReadToEnd().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        sender.WaitForExit();

        var took = run.Took.Snapshot();
        var worked = run.Worked.Snapshot();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"""
            {received.Length} streams of 48 kHz stereo Opus at 96 kb/s, 20 ms a packet, drift correction {(driftCorrection ? "on" : "off")}, for {seconds:F0} s; a block of {Frames} frames every 10 ms, read {Ahead} blocks ahead by {workers.Count} workers
              ticks {run.Count}, late {run.Late} (finished after the next was due); from due to mixed p50 {took.P50 / 1e6:F2} ms, p99 {took.P99 / 1e6:F2}, p99.9 {took.P999 / 1e6:F2}, max {took.Max / 1e6:F2}; the mixing thread's work p50 {worked.P50 / 1e6:F2} ms, p99.9 {worked.P999 / 1e6:F2}
              blocks not ready, never waited for: {unready} of {run.Count * received.Length} ({100.0 * unready / Math.Max(1, run.Count * received.Length):F4} %), in {run.UnreadyTicks} ticks; skipped {skipped}
              packets lost {heard.Expected - heard.Received} of {heard.Expected}, dropped by the kernel {session.Statistics.KernelDrops}; made up by the jitter buffers {100.0 * heard.MadeUp / Math.Max(1, heard.Output):F4} %; delay {received.Average(s => s.Buffer?.DelayMs ?? 0):F1} ms
              this process {run.Share * 100:F1} % of a core, the sender {(words.Length > 2 ? words[2].Trim() : "?")} %; kept from its processors by the host {run.StolenMs:F0} ms; collections {run.Collections}; allocated by the mixing thread: {run.Allocated} bytes; {run.PriorityRefusal ?? workers.PriorityRefusal ?? "real-time priority"}
            """));
        return received.Length == Voices && run.Late <= run.Count / 1000;
    }

    private readonly record struct Totals(long Expected, long Received, long MadeUp, long Output)
    {
        public static Totals Of(ReceiverSession session) => session.Streams.Select(s => s.GetStatistics()).Aggregate(
            default(Totals),
            (sum, s) => new Totals(
                sum.Expected + s.ExpectedPackets,
                sum.Received + s.ReceivedPackets,
                sum.MadeUp + (s.Buffer is { } b ? b.ConcealedFrames + b.HeldFrames : 0),
                sum.Output + (s.Buffer?.OutputFrames ?? 0)));

        public static Totals operator -(Totals a, Totals b) =>
            new(a.Expected - b.Expected, a.Received - b.Received, a.MadeUp - b.MadeUp, a.Output - b.Output);
    }

    /// <summary>The thread that mixes: a block when it is due, of what is there.</summary>
    private sealed class Ticks(Mixer mixer, ParallelDecodePool workers, SystemClock clock, long ticks)
    {
        private readonly AlignedSamples _mix = new(Frames * 2);

        private volatile bool _isWarm;

        /// <summary>Whether the ticks that count are about to begin.</summary>
        public bool IsWarm => _isWarm;

        public LogHistogram Took { get; } = new();

        public LogHistogram Worked { get; } = new();

        public long Count { get; private set; }

        public long Late { get; private set; }

        public long UnreadyBefore { get; private set; }

        public long UnreadyTicks { get; private set; }

        public long Allocated { get; private set; }

        public double Share { get; private set; }

        public double StolenMs { get; private set; }

        public int Collections { get; private set; }

        public string? PriorityRefusal { get; private set; }

        public void Run()
        {
            PriorityRefusal = RealTimePriority.TryRaise();
            using var never = new WakeSignal();
            var inputs = workers.Inputs.ToArray();
            var start = clock.Now + WarmUp * Budget;
            var (cpu, stolen, before, collections, unready) = (TimeSpan.Zero, 0L, 0L, 0, 0L);
            for (long tick = -WarmUp; tick < ticks; tick++)
            {
                var due = start + tick * Budget;
                if (tick == -10) _isWarm = true;
                clock.WaitUntil(due, never);
                if (tick == 0)
                {
                    UnreadyBefore = unready = LateBlocks(inputs);
                    (cpu, stolen, collections, before) = (Environment.CpuUsage.TotalTime, StolenTime.Now.Stolen, GC.CollectionCount(0),
                        GC.GetAllocatedBytesForCurrentThread());
                }

                var begin = clock.Now;
                workers.Deliver();
                mixer.Render(_mix.Span);
                var end = clock.Now;
                if (tick < 0) continue;
                Took.Record(end - due);
                Worked.Record(end - begin);
                Count++;
                if (end - due > Budget) Late++;
                var late = LateBlocks(inputs);
                if (late != unready) UnreadyTicks++;
                unready = late;
            }

            Allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Share = (Environment.CpuUsage.TotalTime - cpu).TotalNanoseconds / (clock.Now - start);
            StolenMs = (StolenTime.Now.Stolen - stolen) * 10;
            Collections = GC.CollectionCount(0) - collections;
        }

        private static long LateBlocks(PulledInput[] inputs)
        {
            var sum = 0L;
            foreach (var input in inputs) sum += input.Track.Statistics.LateBlocks;
            return sum;
        }
    }
}
