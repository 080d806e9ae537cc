namespace Continuo.Cli.Reports.Network;

/// <summary>Result of <c>continuo load --server …</c>.</summary>
/// <param name="Rooms">Number of rooms.</param>
/// <param name="Speakers">Speakers in each.</param>
/// <param name="Listeners">Listeners in each.</param>
/// <param name="IsPersonal">Whether every listener has a mix of its own.</param>
/// <param name="Seconds">Duration of the measurement.</param>
/// <param name="Blocks">Packets that listeners received.</param>
/// <param name="MissedBlocks">Packets that they missed.</param>
/// <param name="Checks">Recordings of listeners that were checked.</param>
/// <param name="WrongContent">Those in which a speaker was wrong.</param>
/// <param name="Mistakes">The first mistakes.</param>
/// <param name="MouthToEarMs">From the mouth to the arrival at the ear, of rooms of any node.</param>
/// <param name="JoinMs">From a request to join to its answer, asked of the room's own node.</param>
/// <param name="JoinByOtherNodeMs">The same, asked of another node, which passes it on: the difference is the cost of that hop.</param>
/// <param name="JoinsByOtherNode">Number of those.</param>
/// <param name="Servers">What each server did.</param>
internal sealed record ServerLoadReport(
    int Rooms,
    int Speakers,
    int Listeners,
    bool IsPersonal,
    double Seconds,
    long Blocks,
    long MissedBlocks,
    long Checks,
    long WrongContent,
    IReadOnlyList<string> Mistakes,
    LatencyReport MouthToEarMs,
    LatencyReport JoinMs,
    LatencyReport JoinByOtherNodeMs,
    long JoinsByOtherNode,
    IReadOnlyList<ServerLoadShare> Servers);

/// <summary>What one server of a load did during the measurement.</summary>
/// <param name="Server">Its address.</param>
/// <param name="Rooms">Rooms that it has.</param>
/// <param name="Ticks">Ticks of its rooms.</param>
/// <param name="LateTicks">Those that ended after the next one was due.</param>
/// <param name="SkippedTicks">Those left out.</param>
/// <param name="ProcessorSeconds">Processor time of its threads that tick.</param>
internal sealed record ServerLoadShare(string Server, int Rooms, long Ticks, long LateTicks, long SkippedTicks, double ProcessorSeconds);
