namespace Continuo.Client.Contract;

/// <summary>Limiter of a player's output.</summary>
/// <param name="GainReductionDb">How much it reduces the level now, 0 or more.</param>
public sealed record LimiterStatus(double GainReductionDb);
