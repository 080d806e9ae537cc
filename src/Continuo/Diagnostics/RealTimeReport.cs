namespace Continuo.Diagnostics;

/// <summary>Result of a <see cref="RealTimeGuard"/>.</summary>
/// <param name="AllocatedBytes">Bytes allocated on the watched thread.</param>
/// <param name="Contentions">Number of lock contentions in the whole process; the runtime does not count them per thread.</param>
/// <param name="Gen0Collections">Number of garbage collections in the process.</param>
internal readonly record struct RealTimeReport(long AllocatedBytes, long Contentions, int Gen0Collections);
