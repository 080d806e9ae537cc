namespace Continuo.Diagnostics;

/// <summary>What a <see cref="RealTimeGuard"/> saw.</summary>
/// <param name="AllocatedBytes">Bytes allocated on the watched thread.</param>
/// <param name="Contentions">Number of times a thread of the process, not only the watched one, had to wait for a lock: the runtime does
/// not count them apart.</param>
/// <param name="Gen0Collections">Collections of the process, for whatever reason.</param>
internal readonly record struct RealTimeReport(long AllocatedBytes, long Contentions, int Gen0Collections);
