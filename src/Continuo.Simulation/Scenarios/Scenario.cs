using Continuo.Simulation.Networks;
using Continuo.Simulation.Traces;

namespace Continuo.Simulation.Scenarios;

/// <summary>A network situation with a name, from which traces are drawn.</summary>
/// <param name="Name">As on the command line.</param>
/// <param name="Summary">What happens in it, in one line.</param>
/// <param name="Impairments">What the network does; made afresh for each trace.</param>
public sealed record Scenario(string Name, string Summary, Func<IReadOnlyList<IImpairment>> Impairments)
{
    /// <summary>Publication of its figures, if any.</summary>
    public string? Origin { get; init; }

    /// <summary>How packets are sent.</summary>
    public PacketSender Sender { get; init; } = new();

    /// <summary>Draws a trace.</summary>
    /// <param name="seed">Which of the possible courses to take.</param>
    /// <param name="duration">How long it lasts.</param>
    /// <param name="copies">Copies of how many earlier packets each packet carries.</param>
    public PacketTrace Trace(ulong seed, TimeSpan duration, int copies = 0) =>
        new SimulatedNetwork(Sender with { Copies = copies }, Impairments).Trace(Name, seed, duration);
}
