namespace Continuo.Diagnostics;

/// <summary>What a <see cref="BudgetMonitor"/> saw. Percentages are of the budget, 100 being all of it, within 0.8 % of themselves.</summary>
/// <param name="Callbacks">How many callbacks were measured; if 0, the percentages say nothing.</param>
/// <param name="OverBudget">How many of them took longer than their budget.</param>
/// <param name="Xruns">How often the device ran dry or overflowed, by its own account.</param>
/// <param name="MeanPercent">The mean usage.</param>
/// <param name="P50Percent">The median usage.</param>
/// <param name="P90Percent">What 90 % of the callbacks do not exceed.</param>
/// <param name="P99Percent">What 99 % do not exceed.</param>
/// <param name="P999Percent">What 99.9 % do not exceed.</param>
/// <param name="MaxPercent">The largest usage, exact.</param>
public readonly record struct BudgetReport(
    long Callbacks,
    long OverBudget,
    long Xruns,
    double MeanPercent,
    double P50Percent,
    double P90Percent,
    double P99Percent,
    double P999Percent,
    double MaxPercent);
