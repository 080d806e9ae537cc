using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Connections;

namespace Continuo.Server.Http;

/// <summary>
/// Limits the connections of one address, so that one client cannot take them all. One too many is closed at once. Thread-safe.
/// </summary>
internal sealed class ConnectionLimit
{
    /// <summary>Connections of one address at the same time: behind one may be an office, or a proxy.</summary>
    public const int PerAddress = 1024;

    /// <summary>Connections of all addresses.</summary>
    public const int Total = 8192;

    private readonly ConcurrentDictionary<IPAddress, int> _counts = new();
    private long _refused;

    /// <summary>Connections that were refused.</summary>
    public long Refused => Volatile.Read(ref _refused);

    public ConnectionDelegate Wrap(ConnectionDelegate next) => async connection =>
    {
        var address = (connection.RemoteEndPoint as IPEndPoint)?.Address ?? IPAddress.None;
        try
        {
            if (_counts.AddOrUpdate(address, 1, static (_, count) => count + 1) <= PerAddress)
            {
                await next(connection).ConfigureAwait(false);
                return;
            }

            Interlocked.Increment(ref _refused);
            connection.Abort();
        }
        finally
        {
            if (_counts.AddOrUpdate(address, 0, static (_, count) => count - 1) == 0) _counts.TryRemove(new(address, 0));
        }
    };
}
