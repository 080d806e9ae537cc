using Continuo.Simulation.Networks;
using Continuo.Simulation.Traces;

namespace Continuo.Simulation.Scenarios;

/// <summary>A named network scenario, from which traces are generated.</summary>
/// <param name="Name">Its name on the command line.</param>
/// <param name="Summary">What happens in it, in one line.</param>
/// <param name="Impairments">Creates the network's impairments for a trace.</param>
public sealed record Scenario(string Name, string Summary, Func<IReadOnlyList<IImpairment>> Impairments)
{
    /// <summary>Publication of its figures, if any.</summary>
    public string? Origin { get; init; }

    /// <summary>The sender of the packets.</summary>
    public PacketSender Sender { get; init; } = new();

    /// <summary>Draws a trace.</summary>
    /// <param name="seed">Random seed.</param>
    /// <param name="duration">Length of the trace.</param>
    /// <param name="copies">Number of earlier packets repeated in each packet.</param>
    public PacketTrace Trace(ulong seed, TimeSpan duration, int copies = 0) =>
        new SimulatedNetwork(Sender with { Copies = copies }, Impairments).Trace(Name, seed, duration);
}
