using Continuo.Simulation.Traces;

namespace Continuo.Simulation.Playout;

/// <summary>Runs a playout method over a trace: the same trace and method give the same result, to the last digit.</summary>
public static class PlayoutRun
{
    /// <summary>Default interval of the consumer's reads.</summary>
    public const double DefaultTickMs = 10;

    /// <summary>Runs one method from the first arrival to the sending of the last packet.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="method">The method.</param>
    /// <param name="keepSamples">Whether the result contains every tick.</param>
    /// <param name="tickMs">Period of the consumer, in milliseconds of its clock.</param>
    /// <exception cref="InvalidOperationException">The method does not fill its ticks, or plays audio that has not arrived.</exception>
    public static PlayoutResult Run(PacketTrace trace, PlayoutMethod method, bool keepSamples = false, double tickMs = DefaultTickMs)
    {
        var frames = (int)Math.Round(trace.SampleRate * tickMs / 1000);
        var model = method.Create(new PlayoutFormat(trace.SampleRate, trace.FramesPerPacket, frames));
        var ledger = new PlayoutLedger(trace);
        var tick = new PlayoutTick(frames);
        var samples = new List<PlayoutSample>();
        var end = trace.Packets[^1].SendTime;
        using var arrivals = trace.Packets.Where(p => !p.IsLost).OrderBy(p => p.ArrivalTime).GetEnumerator();
        var more = arrivals.MoveNext();
        if (!more) return ledger.Close(method.Name, samples);

        var start = trace.Receiver.LocalAt(arrivals.Current.ArrivalTime);
        try
        {
            for (long i = 0; ; i++)
            {
                var now = start + (long)Math.Round(i * frames * 1e9 / trace.SampleRate);
                var world = trace.Receiver.WorldAt(now);
                if (world > end) break;
                for (; more && arrivals.Current.ArrivalTime <= world; more = arrivals.MoveNext())
                {
                    Insert(arrivals.Current, trace, model, ledger);
                }

                tick.Clear();
                model.Pull(now, tick);
                if (tick.Left != 0) throw new InvalidOperationException($"{method.Name} filled {tick.Filled} of {tick.Frames} frames.");
                var sample = ledger.Enter(world, tick);
                if (keepSamples) samples.Add(sample);
            }
        }
        finally
        {
            (model as IDisposable)?.Dispose();
        }

        return ledger.Close(method.Name, samples);
    }

    /// <summary>A packet's copies come before it, oldest first, as in the datagram.</summary>
    private static void Insert(TracePacket packet, PacketTrace trace, IPlayoutModel model, PlayoutLedger ledger)
    {
        var arrival = trace.Receiver.LocalAt(packet.ArrivalTime);
        for (var back = packet.Copies; back >= 0; back--)
        {
            var index = (int)(packet.Sequence - back);
            if (index < 0) continue;
            var sent = ledger.Sent[index];
            ledger.Arrived(index);
            model.Insert(new PlayoutPacket(sent.Sequence, sent.MediaTime, trace.FramesPerPacket, arrival, back > 0, sent.IsPause));
        }
    }
}
