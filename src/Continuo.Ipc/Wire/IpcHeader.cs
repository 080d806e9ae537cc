using System.Buffers.Binary;
using Continuo.Audio;
using Continuo.Diagnostics;

namespace Continuo.Ipc.Wire;

/// <summary>Header of every message: 40 bytes, little-endian. See <c>docs/protocols/ipc.md</c>.</summary>
[RealTime]
internal readonly record struct IpcHeader(
    IpcMessageType Type, int Length, uint Stream = 0, long Sequence = 0, long Position = 0, long Time = 0,
        ChunkFlags Flags = ChunkFlags.None, byte Version = IpcHeader.FirstVersion)
{
    public const int Bytes = 40;

    /// <summary>The letters CTNA.</summary>
    public const uint Magic = 0x414E5443;

    /// <summary>Version of every configuration message, and the lowest supported version.</summary>
    public const byte FirstVersion = 1;

    /// <summary>The highest supported version.</summary>
    public const byte LastVersion = 1;

    private const ChunkFlags KnownFlags = ChunkFlags.Silent | ChunkFlags.Discontinuity | ChunkFlags.Concealed | ChunkFlags.Filled;

    public void WriteTo(Span<byte> bytes)
    {
        bytes = bytes[..Bytes];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Magic);
        bytes[4] = Version;
        bytes[5] = (byte)Type;
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[6..], (ushort)Flags);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[8..], Length);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[12..], Stream);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[16..], Sequence);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[24..], Position);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[32..], Time);
    }

    /// <summary>Reads a header and checks everything that does not depend on the agreed configuration.</summary>
    /// <param name="bytes">At least <see cref="Bytes"/>.</param>
    /// <param name="header">The header.</param>
    /// <returns><see cref="IpcFault.None"/> if it is valid.</returns>
    public static IpcFault TryRead(ReadOnlySpan<byte> bytes, out IpcHeader header)
    {
        var type = (IpcMessageType)bytes[5];
        var length = BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
        header = new IpcHeader(
            type,
            (int)Math.Min(length, int.MaxValue),
            BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[32..]),
            (ChunkFlags)BinaryPrimitives.ReadUInt16LittleEndian(bytes[6..]),
            bytes[4]);
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic) return IpcFault.WrongMagic;
        if (type is < IpcMessageType.Config or > IpcMessageType.Error) return IpcFault.WrongType;
        if ((header.Flags & ~(type == IpcMessageType.Audio ? KnownFlags : ChunkFlags.None)) != 0) return IpcFault.WrongFlags;
        if (!HasLength(type, header.Length)) return IpcFault.WrongLength;
        if (header.Sequence < 0 || header.Position < 0 || header.Time < 0) return IpcFault.WrongNumber;
        var isBare = type is IpcMessageType.Config or IpcMessageType.Error;
        return isBare && (header.Sequence | header.Position | header.Time) != 0 ? IpcFault.WrongNumber : IpcFault.None;
    }

    private static bool HasLength(IpcMessageType type, int length) => type switch
    {
        IpcMessageType.Config => length == IpcConfig.Bytes,
        IpcMessageType.Audio => length is > 0 and <= IpcLimits.MaxContent,
        IpcMessageType.Error => length is >= 2 and <= IpcLimits.MaxControl,
        _ => length == 0,
    };
}
