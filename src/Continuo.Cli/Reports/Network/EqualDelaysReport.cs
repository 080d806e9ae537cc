namespace Continuo.Cli.Reports.Network;

/// <summary>What <c>simulate --equal-delay</c> found.</summary>
/// <param name="Comparisons">One for each trace and rival.</param>
internal sealed record EqualDelaysReport(IReadOnlyList<EqualDelayReport> Comparisons);
