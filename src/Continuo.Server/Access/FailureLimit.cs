using System.Net;

namespace Continuo.Server.Access;

/// <summary>
/// Blocks an address after ten wrong tokens within ten seconds, until ten seconds have passed without one. Keeps at most 1024 addresses: of
/// IPv6 the network of 64 bits, which one client has as a whole. Thread-safe.
/// </summary>
internal sealed class FailureLimit(TimeProvider time)
{
    public const int MaxFailures = 10;

    public static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private const int MaxAddresses = 1024;

    private readonly Dictionary<UInt128, (int Failures, long Last)> _counts = [];
    private readonly Lock _gate = new();

    public bool IsBlocked(IPAddress? client)
    {
        lock (_gate)
        {
            return _counts.TryGetValue(KeyOf(client), out var count)
                && count.Failures >= MaxFailures
                && time.GetElapsedTime(count.Last) < Window;
        }
    }

    public void Count(IPAddress? client)
    {
        var now = time.GetTimestamp();
        var key = KeyOf(client);
        lock (_gate)
        {
            var earlier = _counts.TryGetValue(key, out var count) && time.GetElapsedTime(count.Last, now) < Window ? count.Failures : 0;
            if (_counts.Count >= MaxAddresses && !_counts.ContainsKey(key)) Forget(now);
            _counts[key] = (earlier + 1, now);
        }
    }

    private static UInt128 KeyOf(IPAddress? client)
    {
        Span<byte> bytes = stackalloc byte[16];
        if (client is null || !client.MapToIPv6().TryWriteBytes(bytes, out _)) return 0;
        if (!client.MapToIPv6().IsIPv4MappedToIPv6) bytes[8..].Clear();
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    /// <summary>Forgets the outdated, or all if none is: who floods from so many addresses is not stopped by counting.</summary>
    private void Forget(long now)
    {
        foreach (var (key, count) in _counts.ToArray())
        {
            if (time.GetElapsedTime(count.Last, now) >= Window) _counts.Remove(key);
        }

        if (_counts.Count >= MaxAddresses) _counts.Clear();
    }
}
