using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace Continuo.Server.Http;

/// <summary>Limits how many sessions an address may make: each costs a handshake. This machine's own programs may make more.</summary>
internal static class RateLimits
{
    /// <summary>Name of the policy for endpoints that make sessions.</summary>
    public const string Sessions = "sessions";

    private static readonly TokenBucketRateLimiterOptions Near = Bucket(burst: 500, perSecond: 200);
    private static readonly TokenBucketRateLimiterOptions Far = Bucket(burst: 30, perSecond: 5);

    public static void Configure(RateLimiterOptions options)
    {
        options.AddPolicy(Sessions, static context =>
        {
            var address = context.Connection.RemoteIpAddress ?? IPAddress.None;
            return RateLimitPartition.GetTokenBucketLimiter(address, static a => IPAddress.IsLoopback(a) ? Near : Far);
        });
        options.OnRejected = static async (rejected, _) =>
        {
            rejected.HttpContext.Response.Headers.RetryAfter = "1";
            await Problems.WriteAsync(rejected.HttpContext,
                Problems.Of(StatusCodes.Status429TooManyRequests, "tooMany", "Too many sessions were made from this address.",
                    "Try again in a second.")).ConfigureAwait(false);
        };
    }

    private static TokenBucketRateLimiterOptions Bucket(int burst, int perSecond) =>
        new()
        {
            TokenLimit = burst,
            TokensPerPeriod = Math.Max(1, perSecond / 5),
            ReplenishmentPeriod = TimeSpan.FromMilliseconds(200),
            QueueLimit = 0,
            AutoReplenishment = true,
        };
}
