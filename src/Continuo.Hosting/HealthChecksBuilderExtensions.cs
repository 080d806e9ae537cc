using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Continuo.Hosting;

/// <summary>Adds the health of the program's <see cref="AudioHost"/> to its health checks.</summary>
public static class HealthChecksBuilderExtensions
{
    /// <summary>
    /// Reports the worst of all streams, players and recordings, with one line of data for each: healthy while streams start, flow, are
    /// silent or have been stopped; degraded if one is stalled or recovering, or a recording has failed; <paramref name="failureStatus"/>
    /// if a stream or a player's output has failed.
    /// </summary>
    /// <param name="builder">From <c>AddHealthChecks()</c>.</param>
    /// <param name="name">The check's name.</param>
    /// <param name="failureStatus">Status reported for a failure; <see langword="null"/>: unhealthy.</param>
    /// <param name="tags">Tags of the check, for filters.</param>
    public static IHealthChecksBuilder AddContinuo(
        this IHealthChecksBuilder builder,
        string name = "continuo",
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new HealthCheckRegistration(name,
            static services => new AudioHealthCheck(services.GetRequiredService<AudioHost>()), failureStatus, tags));
    }
}
