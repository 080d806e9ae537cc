namespace Continuo.Simulation.Networks;

/// <summary>
/// Delays each packet by an independent random time from a distribution in milliseconds; negative values count as 0.
/// </summary>
public sealed class RandomDelay(Func<SimulationRandom, double> distribution) : IImpairment
{
    /// <summary>A constant delay.</summary>
    public static RandomDelay Constant(double ms) => new(_ => ms);

    /// <summary>Uniform between two times.</summary>
    public static RandomDelay Uniform(double fromMs, double toMs) => new(r => fromMs + (toMs - fromMs) * r.NextDouble());

    /// <summary>Normal, truncated below 0.</summary>
    public static RandomDelay Normal(double meanMs, double deviationMs) => new(r => meanMs + deviationMs * r.NextNormal());

    /// <summary>Gamma, with mean shape × scale.</summary>
    public static RandomDelay Gamma(double shape, double scaleMs) => new(r => r.NextGamma(shape, scaleMs));

    /// <summary>Pareto from 0 on: a long tail, truncated at <paramref name="mostMs"/>.</summary>
    public static RandomDelay Pareto(double scaleMs, double shape, double mostMs) =>
        new(r => Math.Min(mostMs, r.NextPareto(scaleMs, shape) - scaleMs));

    /// <summary>Log-normal, truncated at <paramref name="mostMs"/>.</summary>
    public static RandomDelay LogNormal(double medianMs, double sigma, double mostMs) =>
        new(r => Math.Min(mostMs, r.NextLogNormal(medianMs, sigma)));

    /// <inheritdoc/>
    public void Apply(PacketFate fate, SimulationRandom random) => fate.DelayMs += Math.Max(0, distribution(random));
}
