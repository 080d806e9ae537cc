using System.Diagnostics;
using Continuo.Diagnostics;
using Continuo.Threading;

namespace Continuo.Clocks;

/// <summary>The machine's monotonic clock. On Linux CLOCK_MONOTONIC, which the audio servers also use for timestamps.</summary>
internal sealed class SystemClock : MonotonicClock
{
    /// <summary>The shared instance. It has no state.</summary>
    public static readonly SystemClock Instance = new();

    private SystemClock()
    {
    }

    /// <inheritdoc/>
    [RealTime]
    public override long Now => Stopwatch.Frequency == 1_000_000_000
        ? Stopwatch.GetTimestamp()
        : (long)((Int128)Stopwatch.GetTimestamp() * 1_000_000_000 / Stopwatch.Frequency);

    /// <inheritdoc/>
    internal override bool WaitUntil(long deadline, WakeSignal wake)
    {
        while (!wake.IsSet)
        {
            var left = deadline - Now;
            if (left <= 0) return true;
            wake.Wait(left);
        }

        return false;
    }
}
