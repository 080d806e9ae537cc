namespace Continuo.Diagnostics;

/// <summary>Numbers the readers of the process, for statistics and displays. Thread-safe.</summary>
internal static class ReaderNumbers
{
    private static long _last;

    /// <summary>The next number, from 1.</summary>
    public static long Next() => Interlocked.Increment(ref _last);
}
