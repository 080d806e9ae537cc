using Continuo.Clocks;
using Continuo.Diagnostics;
using Continuo.Threading;

namespace Continuo.Simulation.Clocks;

/// <summary>
/// A party's clock in a simulated world: it follows the world's <see cref="VirtualClock"/> at its own rate. A wait advances the world.
/// Thread-safe, like the world's clock.
/// </summary>
internal sealed class DriftingClock(VirtualClock world, ClockModel rate) : MonotonicClock
{
    /// <summary>Relation to the world's clock.</summary>
    public ClockModel Rate { get; } = rate;

    /// <inheritdoc/>
    [RealTime]
    public override long Now => Rate.LocalAt(world.Now);

    /// <inheritdoc/>
    internal override bool WaitUntil(long deadline, WakeSignal wake) => world.WaitUntil(Rate.WorldAt(deadline), wake);
}
