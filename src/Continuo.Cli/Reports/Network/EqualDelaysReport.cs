namespace Continuo.Cli.Reports.Network;

/// <summary>Result of <c>simulate --equal-delay</c>.</summary>
/// <param name="Comparisons">One per trace and rival.</param>
internal sealed record EqualDelaysReport(IReadOnlyList<EqualDelayReport> Comparisons);
