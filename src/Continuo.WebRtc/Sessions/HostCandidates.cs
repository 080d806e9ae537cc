using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace Continuo.WebRtc.Sessions;

/// <summary>
/// The addresses that answers announce as host candidates (RFC 8445, 5.1.1): those given; else the one listened on; else those of all
/// interfaces that are up. Thread-safe.
/// </summary>
internal sealed class HostCandidates(IPAddress listen, IReadOnlyList<IPAddress> announced)
{
    private const long RefreshMilliseconds = 10_000;

    private readonly bool _isAny = IPAddress.Any.Equals(listen) || IPAddress.IPv6Any.Equals(listen);
    private IPAddress[] _found = [];
    private long _foundAt = long.MinValue;

    /// <summary>The addresses at present; those of interfaces are looked up again after ten seconds.</summary>
    public IReadOnlyList<IPAddress> Current
    {
        get
        {
            if (announced.Count > 0) return announced;
            if (!_isAny) return [listen];
            var now = Environment.TickCount64;
            if (now - Volatile.Read(ref _foundAt) > RefreshMilliseconds || _found.Length == 0)
            {
                Volatile.Write(ref _found, Find(listen.AddressFamily == AddressFamily.InterNetworkV6));
                Volatile.Write(ref _foundAt, now);
            }

            return Volatile.Read(ref _found);
        }
    }

    // Loopback last: it serves a browser on this machine only. Link-local addresses need a zone, which a candidate cannot carry.
    private static IPAddress[] Find(bool withIp6)
    {
        var all = NetworkInterface.GetAllNetworkInterfaces()
            .Where(n => n.OperationalStatus == OperationalStatus.Up || n.NetworkInterfaceType == NetworkInterfaceType.Loopback)
            .SelectMany(n => n.GetIPProperties().UnicastAddresses.Select(a => a.Address))
            .Where(a => a.AddressFamily == AddressFamily.InterNetwork || (withIp6 && !a.IsIPv6LinkLocal))
            .Distinct()
            .ToArray();
        return [.. all.OrderBy(IPAddress.IsLoopback).ThenBy(a => a.AddressFamily == AddressFamily.InterNetworkV6)];
    }
}
