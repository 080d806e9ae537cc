namespace Continuo.Cli.Reports.Network;

/// <summary>Comparison of the project's own method with a rival, at the same or a lower mean delay.</summary>
/// <param name="Trace">The trace.</param>
/// <param name="Rival">The rival.</param>
/// <param name="RivalDelayMs">Its mean delay.</param>
/// <param name="RivalConcealedPercent">Share of audio that it concealed.</param>
/// <param name="Setting">The setting of the own method that concealed least at no more delay; absent if there is none.</param>
/// <param name="DelayMs">Its mean delay.</param>
/// <param name="ConcealedPercent">Share of audio that it concealed.</param>
/// <param name="NoWorse">Whether that is no more than the rival's.</param>
internal sealed record EqualDelayReport(
    string Trace, string Rival, double RivalDelayMs, double RivalConcealedPercent, string? Setting, double? DelayMs,
        double? ConcealedPercent, bool NoWorse);
