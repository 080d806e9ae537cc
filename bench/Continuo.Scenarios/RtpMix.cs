using System.Globalization;
using System.Net;
using System.Numerics;
using System.Runtime.InteropServices;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Diagnostics;
using Continuo.Network.Packets;
using Continuo.Network.Reception;
using Continuo.Network.Sockets;
using Continuo.Scheduling;
using Continuo.Waiting;

namespace Continuo.Scenarios;

/// <summary>Many voices from another process over one socket: received, dejittered, decoded and mixed, one block every 10 ms.</summary>
internal static class RtpMix
{
    private const int Voices = 200;
    private const int Frames = 480;
    private const long Budget = 10_000_000;

    public static bool Run(double seconds)
    {
        var options = new ReceptionOptions
        {
            Payloads = PayloadMap.Of(CodecRegistry.Describe("opus", AudioFormat.Default)),
            // Both processes have the machine's one clock.
            DriftCorrection = false,
        };
        using var session = new ReceiverSession(new UdpOptions { Local = new IPEndPoint(IPAddress.Loopback, 0), ReceiveBufferBytes = 8 * 1024 * 1024 }, options);
        session.Start();
        using var sender = RtpVoices.Start(session.Local.Port, Voices, seconds + 6);
        var clock = SystemClock.Instance;
        using var stop = new WakeSignal();
        while (session.Streams.Count < Voices && !sender.HasExited) clock.WaitUntil(clock.Now + Budget, stop);
        var mixer = new Mixer(session, clock, seconds);
        var thread = new Thread(mixer.Run) { Name = "mix" };
        var cpu = Environment.CpuUsage.TotalTime;
        var began = clock.Now;
        thread.Start();
        thread.Join();
        var share = (Environment.CpuUsage.TotalTime - cpu).TotalNanoseconds / (clock.Now - began);
        var received = session.Streams.Select(s => s.GetStatistics()).ToArray();
        var words = sender.StandardOutput.ReadToEnd().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        sender.WaitForExit();

        var (took, worked) = (mixer.Took.Snapshot(), mixer.Worked.Snapshot());
        var buffers = received.Where(s => s.Buffer is not null).Select(s => s.Buffer!).ToArray();
        var output = Math.Max(1, buffers.Sum(b => b.OutputFrames));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"""
            {received.Length} streams of 48 kHz stereo Opus at 96 kb/s, 20 ms a packet, for {seconds:F0} s; a block of {Frames} frames every 10 ms
            ticks {mixer.Ticks}, late {mixer.Late} (finished after the next was due); from due to mixed p50 {took.P50 / 1e6:F2} ms, p99 {took.P99 / 1e6:F2}, p99.9 {took.P999 / 1e6:F2}, max {took.Max / 1e6:F2}; mixing alone p50 {worked.P50 / 1e6:F2} ms, p99.9 {worked.P999 / 1e6:F2}
            packets lost {received.Sum(s => s.ExpectedPackets - s.ReceivedPackets)} of {received.Sum(s => s.ExpectedPackets)}, dropped by the kernel {session.Statistics.KernelDrops}; concealed {100.0 * buffers.Sum(b => b.ConcealedFrames) / output:F3} %; delay {buffers.Average(b => b.DelayMs):F1} ms
            this process {share * 100:F1} % of a core, the sender {(words.Length > 2 ? words[2].Trim() : "?")} %; allocated by the mixing thread: {mixer.Allocated} bytes; {mixer.PriorityRefusal ?? "real-time priority"}
            """));
        return received.Length == Voices && mixer.Late <= mixer.Ticks / 1000;
    }

    private static void Add(Span<float> mix, ReadOnlySpan<float> voice)
    {
        // Both are a whole number of vectors long.
        var into = MemoryMarshal.Cast<float, Vector<float>>(mix);
        var from = MemoryMarshal.Cast<float, Vector<float>>(voice);
        for (var i = 0; i < into.Length; i++) into[i] += from[i];
    }

    /// <summary>Two threads, each of which reads every second stream when a tick is due; the tick is done when both are.</summary>
    private sealed class Mixer(ReceiverSession session, SystemClock clock, double seconds)
    {
        private const int WarmUp = 50;

        private readonly float[][] _mixes = [new float[Frames * 2], new float[Frames * 2]];
        private readonly float[][] _others = [new float[Frames * 2], new float[Frames * 2]];
        private readonly long _ticks = (long)(seconds * 1e9 / Budget);
        private long _otherDone = -WarmUp - 1;
        private long _start;

        public LogHistogram Took { get; } = new();

        public LogHistogram Worked { get; } = new();

        public long Ticks { get; private set; }

        public long Late { get; private set; }

        public long Allocated { get; private set; }

        public string? PriorityRefusal { get; private set; }

        public void Run()
        {
            PriorityRefusal = RealTimePriority.TryRaise();
            _start = clock.Now + WarmUp * Budget;
            using var otherDone = new WakeSignal();
            var other = new Thread(() => RunOther(otherDone)) { Name = "mix 2" };
            other.Start();
            var before = 0L;
            using var never = new WakeSignal();
            for (long tick = -WarmUp; tick < _ticks; tick++)
            {
                var due = _start + tick * Budget;
                clock.WaitUntil(due, never);
                var start = clock.Now;
                var mix = _mixes[tick & 1];
                ReadHalf(mix, first: 0);
                while (Volatile.Read(ref _otherDone) < tick)
                {
                    otherDone.Wait(Budget);
                    otherDone.Reset();
                }

                Add(mix, _others[tick & 1]);
                if (tick == 0) before = GC.GetAllocatedBytesForCurrentThread();
                if (tick < 0) continue;
                var end = clock.Now;
                Took.Record(end - due);
                Worked.Record(end - start);
                Ticks++;
                if (end - due > Budget) Late++;
            }

            Allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            other.Join();
        }

        private void RunOther(WakeSignal done)
        {
            _ = RealTimePriority.TryRaise();
            using var never = new WakeSignal();
            for (long tick = -WarmUp; tick < _ticks; tick++)
            {
                clock.WaitUntil(_start + tick * Budget, never);
                ReadHalf(_others[tick & 1], first: 1);
                Volatile.Write(ref _otherDone, tick);
                done.Set();
            }
        }

        private void ReadHalf(Span<float> mix, int first)
        {
            Span<float> block = stackalloc float[Frames * 2];
            mix.Clear();
            var streams = session.Streams;
            for (var i = first; i < streams.Count; i += 2)
            {
                streams[i].Read(block);
                Add(mix, block);
            }
        }
    }
}
