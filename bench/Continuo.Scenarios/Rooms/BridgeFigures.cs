using System.Globalization;

namespace Continuo.Scenarios.Rooms;

/// <summary>What one mixing server did with one number of participants.</summary>
internal sealed record BridgeFigures
{
    /// <summary>Share of the expected blocks below which a server is too slow.</summary>
    private const double LeastRate = 0.995;

    public required string Peer { get; init; }

    public required int Participants { get; init; }

    /// <summary>Processor time of the mixing process per second.</summary>
    public required double Cores { get; init; }

    /// <summary>Processor time of this process per second: participants and checks.</summary>
    public required double ClientCores { get; init; }

    /// <summary>Blocks received, of those that a block each 20 ms would have been.</summary>
    public required double Rate { get; init; }

    public required double LostPerMinute { get; init; }

    public required double LatePerMinute { get; init; }

    /// <summary>How much later than the earliest the last hundredth of the blocks came.</summary>
    public required double BehindMilliseconds { get; init; }

    public required double KilobitsPerSecond { get; init; }

    public required double MouthToEarMilliseconds { get; init; }

    public required long MouthToEarCount { get; init; }

    public required long Checks { get; init; }

    public required long Wrong { get; init; }

    public required string Mistake { get; init; }

    public required string Own { get; init; }

    /// <summary>Whether the server kept up.</summary>
    public bool Holds => Rate >= LeastRate && BehindMilliseconds < 100;

    public static string Header =>
        "peer      participants  cores  client  blocks/due  lost/min each  late/min each  behind p99  kb/s  mouth to ear p50  "
            + "wrong of checked";

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Peer,-9} {Participants,12} {Cores,6:F2} {ClientCores,7:F2} {Rate,11:F4} {LostPerMinute,14:F2} {LatePerMinute,14:F2} "
            + $"{BehindMilliseconds,8:F1} ms {KilobitsPerSecond,5:F0} {MouthToEarMilliseconds,10:F0} ms ({MouthToEarCount}) "
            + $"{Wrong,6} of {Checks}  {(Holds ? "" : "breaks ")}{Own} {Mistake}");
}
