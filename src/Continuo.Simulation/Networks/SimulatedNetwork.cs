using Continuo.Simulation.Traces;

namespace Continuo.Simulation.Networks;

/// <summary>
/// A network as a list of impairments that packets pass one after the other: the same seed gives the same trace everywhere.
/// </summary>
/// <param name="sender">The sender of the packets.</param>
/// <param name="impairments">The impairments in order; created for each trace, because they hold its state.</param>
public sealed class SimulatedNetwork(PacketSender sender, Func<IReadOnlyList<IImpairment>> impairments)
{
    /// <summary>Sends packets and records their outcome.</summary>
    /// <param name="name">Name of the trace.</param>
    /// <param name="seed">Random seed.</param>
    /// <param name="duration">How long to send, by the sender's clock; at least one packet is sent.</param>
    public PacketTrace Trace(string name, ulong seed, TimeSpan duration)
    {
        var random = new SimulationRandom(seed);
        var talk = random.Fork();
        var stages = impairments().Select(stage => (Stage: stage, Random: random.Fork())).ToArray();
        var packets = new List<TracePacket>();
        var untilPause = Talk();
        var packetMs = sender.FramesPerPacket * 1000.0 / sender.SampleRate;
        long mediaTime = 0;
        for (long sequence = 0; mediaTime * 1000.0 / sender.SampleRate < duration.TotalMilliseconds || sequence == 0; sequence++)
        {
            var sent = sender.Clock.WorldAt((long)Math.Round(mediaTime * 1e9 / sender.SampleRate));
            var isPause = (untilPause -= packetMs) <= 0;
            var fate = new PacketFate { SentMs = sent * 1e-6 };
            foreach (var (stage, own) in stages) stage.Apply(fate, own);
            var arrival = fate.IsLost ? TracePacket.Lost : (long)Math.Round(fate.ArrivalMs * 1000) * 1000;
            var packet = new TracePacket(sequence, mediaTime, sent, Math.Max(arrival, sent), sender.Copies, isPause);
            packets.Add(packet);
            if (!fate.IsLost && !double.IsNaN(fate.DuplicateAfterMs))
            {
                packets.Add(packet with { ArrivalTime = packet.ArrivalTime + (long)(fate.DuplicateAfterMs * 1000) * 1000 });
            }

            mediaTime += sender.FramesPerPacket;
            if (isPause)
            {
                mediaTime += sender.FramesPerPacket * (long)Math.Ceiling(talk.NextExponential(sender.MeanPauseMs) / packetMs);
                untilPause = Talk();
            }
        }

        return new PacketTrace(name, sender.SampleRate, sender.FramesPerPacket, packets);

        double Talk() => double.IsInfinity(sender.MeanTalkMs) ? sender.MeanTalkMs : talk.NextExponential(sender.MeanTalkMs);
    }
}
