using Continuo.Clocks;
using Continuo.Diagnostics;
using Continuo.Threading;

namespace Continuo.Simulation.Clocks;

/// <summary>
/// One party's clock in a simulated world: it follows the world's <see cref="VirtualClock"/> at a rate of its own.
/// A wait moves the world. Thread-safe, as the world's clock is.
/// </summary>
public sealed class DriftingClock(VirtualClock world, ClockModel rate) : MonotonicClock
{
    /// <summary>How this clock relates to the world's.</summary>
    public ClockModel Rate { get; } = rate;

    /// <inheritdoc/>
    [RealTime]
    public override long Now => Rate.LocalAt(world.Now);

    /// <inheritdoc/>
    public override bool WaitUntil(long deadline, WakeSignal wake) => world.WaitUntil(Rate.WorldAt(deadline), wake);
}
