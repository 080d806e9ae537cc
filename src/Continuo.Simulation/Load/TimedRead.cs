namespace Continuo.Simulation.Load;

/// <summary>One read of a speaker's input.</summary>
/// <param name="Time">When it began, in nanoseconds of the clock.</param>
/// <param name="NewestArrival">When the newest packet had arrived.</param>
/// <param name="DelayMs">How much later the first frame was read than it could have arrived.</param>
internal readonly record struct TimedRead(long Time, long NewestArrival, double DelayMs);
