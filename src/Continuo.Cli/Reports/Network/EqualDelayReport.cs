namespace Continuo.Cli.Reports.Network;

/// <summary>The project's own method beside a rival, at no more mean delay.</summary>
/// <param name="Trace">The trace.</param>
/// <param name="Rival">The rival.</param>
/// <param name="RivalDelayMs">Its mean delay.</param>
/// <param name="RivalConcealedPercent">What it concealed.</param>
/// <param name="Setting">The setting of ours that concealed least among those that are no slower; absent if none is as quick.</param>
/// <param name="DelayMs">Its mean delay.</param>
/// <param name="ConcealedPercent">What it concealed.</param>
/// <param name="NoWorse">Whether that is no more.</param>
internal sealed record EqualDelayReport(
    string Trace, string Rival, double RivalDelayMs, double RivalConcealedPercent, string? Setting, double? DelayMs, double? ConcealedPercent, bool NoWorse);
