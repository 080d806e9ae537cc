using System.Buffers.Binary;
using System.Net;
using System.Runtime.InteropServices;
using Continuo.Diagnostics;

namespace Continuo.Rtp.Sockets;

/// <summary>
/// An IP address and port as a value type, to compare and look up peers without allocations. IPv4 addresses are stored
/// mapped into IPv6. Immutable; real-time-safe except the conversions from and to <see cref="IPEndPoint"/>.
/// </summary>
public readonly record struct PeerAddress
{
    private const ulong MappedPrefix = 0xFFFF_0000_0000;

    private readonly ulong _high;
    private readonly ulong _low;
    private readonly uint _scope;

    [RealTime]
    private PeerAddress(ulong high, ulong low, uint scope, ushort port)
    {
        _high = high;
        _low = low;
        _scope = scope;
        Port = port;
    }

    /// <summary>The UDP port.</summary>
    [RealTime]
    public ushort Port { get; }

    /// <summary>Whether it is an IPv4 address.</summary>
    [RealTime]
    public bool IsIp4 => _high == 0 && _low >> 32 == MappedPrefix >> 32;

    /// <summary>Returns the same address with another port.</summary>
    [RealTime]
    public PeerAddress WithPort(ushort port) => new(_high, _low, _scope, port);

    /// <summary>Whether both are the same host; ports are ignored.</summary>
    [RealTime]
    public bool IsSameHost(in PeerAddress other) => _high == other._high && _low == other._low && _scope == other._scope;

    /// <summary>Converts an end point.</summary>
    public static PeerAddress From(IPEndPoint endPoint)
    {
        ArgumentNullException.ThrowIfNull(endPoint);
        Span<byte> bytes = stackalloc byte[16];
        endPoint.Address.TryWriteBytes(bytes, out var length);
        if (length == 4) return Ip4(bytes, (ushort)endPoint.Port);
        var scope = endPoint.Address.IsIPv4MappedToIPv6 ? 0 : (uint)endPoint.Address.ScopeId;
        return Ip6(bytes, scope, (ushort)endPoint.Port);
    }

    /// <summary>Converts to an end point.</summary>
    public IPEndPoint ToEndPoint()
    {
        Span<byte> bytes = stackalloc byte[16];
        WriteIp6(bytes);
        return new IPEndPoint(IsIp4 ? new IPAddress(bytes[12..]) : new IPAddress(bytes, _scope), Port);
    }

    /// <summary>Creates an address from its 4 or 16 bytes in network order.</summary>
    [RealTime]
    internal static PeerAddress FromBytes(ReadOnlySpan<byte> address, ushort port) =>
        address.Length == 4 ? Ip4(address, port) : Ip6(address, 0, port);

    /// <summary>Writes the address in network order.</summary>
    /// <returns>Its length: 4 or 16.</returns>
    [RealTime]
    internal int WriteBytes(Span<byte> bytes)
    {
        if (!IsIp4)
        {
            WriteIp6(bytes);
            return 16;
        }

        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)_low);
        return 4;
    }

    /// <summary>For example <c>192.0.2.1:5004</c> or <c>[2001:db8::1]:5004</c>.</summary>
    public override string ToString() => ToEndPoint().ToString();

    /// <summary>Reads a socket address (<c>sockaddr_in</c>, <c>sockaddr_in6</c>); the family numbers depend on the platform.</summary>
    [RealTime]
    internal static PeerAddress Read(ReadOnlySpan<byte> native)
    {
        if (native.Length < 8) return default;
        var port = BinaryPrimitives.ReadUInt16BigEndian(native[2..]);
        return native.Length < 28 ? Ip4(native[4..], port) : Ip6(native[8..], MemoryMarshal.Read<uint>(native[24..]), port);
    }

    /// <summary>Writes a socket address.</summary>
    /// <param name="native">28 bytes.</param>
    /// <param name="family">The platform's number of the socket's family.</param>
    /// <param name="isIp6">Whether the family is IPv6; IPv4 addresses are then mapped.</param>
    /// <returns>The length.</returns>
    [RealTime]
    internal int Write(Span<byte> native, ushort family, bool isIp6)
    {
        MemoryMarshal.Write(native, family);
        BinaryPrimitives.WriteUInt16BigEndian(native[2..], Port);
        if (!isIp6)
        {
            BinaryPrimitives.WriteUInt32BigEndian(native[4..], (uint)_low);
            native[8..16].Clear();
            return 16;
        }

        native[4..8].Clear();
        WriteIp6(native[8..]);
        MemoryMarshal.Write(native[24..], _scope);
        return 28;
    }

    [RealTime]
    private static PeerAddress Ip4(ReadOnlySpan<byte> address, ushort port) =>
        new(0, MappedPrefix | BinaryPrimitives.ReadUInt32BigEndian(address), 0, port);

    [RealTime]
    private static PeerAddress Ip6(ReadOnlySpan<byte> address, uint scope, ushort port) =>
        new(BinaryPrimitives.ReadUInt64BigEndian(address), BinaryPrimitives.ReadUInt64BigEndian(address[8..]), scope, port);

    [RealTime]
    private void WriteIp6(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bytes, _high);
        BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], _low);
    }
}
