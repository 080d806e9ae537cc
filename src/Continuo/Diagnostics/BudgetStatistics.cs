namespace Continuo.Diagnostics;

/// <summary>
/// Summary of a <see cref="BudgetMonitor"/>. Percentages are of the budget; 100 is the whole budget. Relative error at most 0.8 %.
/// </summary>
/// <param name="Callbacks">Number of callbacks measured. If 0, the percentages are meaningless.</param>
/// <param name="OverBudget">Number of callbacks that exceeded their budget.</param>
/// <param name="Xruns">Number of underruns and overruns reported by the device.</param>
/// <param name="MeanPercent">Mean usage.</param>
/// <param name="P50Percent">Median usage.</param>
/// <param name="P90Percent">90th percentile.</param>
/// <param name="P99Percent">99th percentile.</param>
/// <param name="P999Percent">99.9th percentile.</param>
/// <param name="MaxPercent">The largest usage, exact.</param>
internal readonly record struct BudgetStatistics(
    long Callbacks,
    long OverBudget,
    long Xruns,
    double MeanPercent,
    double P50Percent,
    double P90Percent,
    double P99Percent,
    double P999Percent,
    double MaxPercent);
