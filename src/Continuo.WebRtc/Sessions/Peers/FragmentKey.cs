using System.Buffers.Binary;

namespace Continuo.WebRtc.Sessions.Peers;

/// <summary>Our user fragments as numbers, by which sessions are looked up without allocating.</summary>
internal static class FragmentKey
{
    /// <summary>Length of our fragments in bytes.</summary>
    public const int Bytes = 8;

    /// <summary>The number of a fragment of <see cref="Bytes"/>.</summary>
    public static ulong Of(ReadOnlySpan<byte> fragment) => BinaryPrimitives.ReadUInt64BigEndian(fragment);
}
