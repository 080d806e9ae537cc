namespace Continuo.Client.Contract;

/// <summary>Loop region of a player.</summary>
/// <param name="StartSeconds">Where it begins.</param>
/// <param name="EndSeconds">Where it ends.</param>
public sealed record LoopStatus(double StartSeconds, double EndSeconds);
