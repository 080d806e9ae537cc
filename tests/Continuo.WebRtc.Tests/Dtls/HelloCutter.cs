using System.Buffers.Binary;

namespace Continuo.WebRtc.Tests.Dtls;

/// <summary>Cuts a ClientHello into fragments, each in a record and a datagram of its own (RFC 6347, 4.2.3), as browsers send it.</summary>
internal static class HelloCutter
{
    private const int RecordBytes = 13;
    private const int MessageBytes = 12;
    private const int FragmentBytes = 60;

    public static IEnumerable<byte[]> Cut(byte[] datagram, int firstRecord)
    {
        var body = datagram[(RecordBytes + MessageBytes)..];
        for (var at = 0; at < body.Length; at += FragmentBytes)
        {
            var bytes = Math.Min(FragmentBytes, body.Length - at);
            var fragment = new byte[RecordBytes + MessageBytes + bytes];
            datagram.AsSpan(0, RecordBytes + MessageBytes).CopyTo(fragment);
            BinaryPrimitives.WriteUInt32BigEndian(fragment.AsSpan(7), (uint)(firstRecord + at / FragmentBytes));
            BinaryPrimitives.WriteUInt16BigEndian(fragment.AsSpan(11), (ushort)(MessageBytes + bytes));
            Write24(fragment.AsSpan(RecordBytes + 6), at);
            Write24(fragment.AsSpan(RecordBytes + 9), bytes);
            body.AsSpan(at, bytes).CopyTo(fragment.AsSpan(RecordBytes + MessageBytes));
            yield return fragment;
        }
    }

    private static void Write24(Span<byte> destination, int value)
    {
        destination[0] = (byte)(value >> 16);
        BinaryPrimitives.WriteUInt16BigEndian(destination[1..], (ushort)value);
    }
}
