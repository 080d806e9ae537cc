using System.Globalization;

namespace Continuo.Cluster.Planning;

/// <summary>What happened in a <see cref="ClusterSimulation"/>.</summary>
internal sealed record PlanReport
{
    /// <summary>Rooms that were opened for their first participant.</summary>
    public long Rooms { get; init; }

    /// <summary>Participants that joined.</summary>
    public long Joins { get; init; }

    /// <summary>Joins for which no node was found within the time that a node waits.</summary>
    public long Refused { get; init; }

    /// <summary>Rooms that were handed over by draining nodes.</summary>
    public long Moved { get; init; }

    /// <summary>Rooms that left nodes which had become too full.</summary>
    public long Relieved { get; init; }

    /// <summary>Rooms that were opened again after a failure.</summary>
    public long Reopened { get; init; }

    /// <summary>Nodes that failed.</summary>
    public int Failures { get; init; }

    /// <summary>Most users at a time.</summary>
    public int MostUsers { get; init; }

    /// <summary>Mean of what is taken of a node, over the day: 0…1.</summary>
    public double MeanTaken { get; init; }

    /// <summary>Of each minute the busiest node's share over the mean of its zone: the median of the day.</summary>
    public double Balance { get; init; }

    /// <summary>The same, 99th percentile.</summary>
    public double BalanceAtWorst { get; init; }

    /// <summary>The most that was taken of a node in quiet times, that is more than ten minutes after the loss of a zone.</summary>
    public double MostTaken { get; init; }

    /// <summary>The most that was taken of a node in the ten minutes after the loss of a zone.</summary>
    public double MostTakenAfterLoss { get; init; }

    /// <summary>Seconds of nodes in which ticks would have been late: more than all was taken.</summary>
    public long LateNodeSeconds { get; init; }

    /// <summary>Time without an owner of rooms whose node failed, in seconds: median, 99th percentile, and longest.</summary>
    public (double P50, double P99, double Max) Recovery { get; init; }

    /// <summary>Share of users whose room is in their own zone.</summary>
    public double Near { get; init; }

    /// <summary>What must never be and was; empty if all was well.</summary>
    public IReadOnlyList<string> Broken { get; init; } = [];

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"""
        joins                 {Joins:N0} into {Rooms:N0} rooms, at most {MostUsers:N0} users at a time; {Refused:N0} refused
        taken of a node       mean {MeanTaken:P1}, most {MostTaken:P1}, most after the loss of a zone {MostTakenAfterLoss:P1}
        busiest over mean     {Balance:F2} (median minute), {BalanceAtWorst:F2} (p99), within a zone
        late                  {LateNodeSeconds:N0} s of a node in which more than all was taken
        moved by drains       {Moved:N0} rooms
        left full nodes       {Relieved:N0} rooms
        failures              {Failures:N0} nodes, {Reopened:N0} rooms opened again
        without an owner      p50 {Recovery.P50:F1}, p99 {Recovery.P99:F1}, at most {Recovery.Max:F1} s
        in the own zone       {Near:P1} of the users
        broken                {(Broken.Count == 0 ? "nothing" : string.Join("; ", Broken.Take(5)))}
        """);
}
