namespace Continuo.Client.Contract;

/// <summary>One bar of a delivery histogram.</summary>
/// <param name="ToMs">Upper limit of the bar in milliseconds; <see langword="null"/> for the last one.</param>
/// <param name="Count">Chunks delivered later than the previous bar's limit and no later than this one's.</param>
public sealed record HistogramBar(double? ToMs, long Count);
