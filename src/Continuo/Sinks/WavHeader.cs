using System.Buffers.Binary;
using Continuo.Audio;

namespace Continuo.Sinks;

/// <summary>
/// The part of a WAV file before its samples. Its length depends only on the format, so that it can be rewritten in place: 28 bytes are
/// reserved (as <c>JUNK</c>) and become the 64-bit sizes (<c>ds64</c>) when the file exceeds 4 GB and changes from RIFF to RF64 (EBU Tech
/// 3306).
/// </summary>
internal static class WavHeader
{
    /// <summary>The largest size that a RIFF header can express.</summary>
    public const long RiffLimit = uint.MaxValue;

    private const ushort PcmTag = 1;
    private const ushort FloatTag = 3;
    private const ushort ExtensibleTag = 0xFFFE;
    private const int Ds64Length = 28;

    // The part of a sub-format's GUID after its tag.
    private static ReadOnlySpan<byte> SubFormatTail => [0x00, 0x00, 0x00, 0x00, 0x10, 0x00, 0x80, 0x00, 0x00, 0xAA, 0x00, 0x38, 0x9B, 0x71];

    /// <summary>Number of bytes before the first sample.</summary>
    public static int LengthOf(PcmFormat pcm) => 12 + 8 + Ds64Length + 8 + FormatLength(pcm) + (pcm.Sample == SampleType.F32 ? 12 : 0) + 8;

    /// <summary>
    /// Frame count of a file that is written sequentially to a pipe: its sizes are the maximum, which readers treat as unknown.
    /// </summary>
    public const long UnknownFrames = -1;

    /// <summary>Writes the header of a file with <paramref name="frames"/> frames.</summary>
    /// <param name="destination">At least <see cref="LengthOf"/> bytes.</param>
    /// <param name="pcm">Sample type, rate and channels.</param>
    /// <param name="frames">Number of frames, or <see cref="UnknownFrames"/>.</param>
    /// <param name="riffLimit">The size above which the file is RF64.</param>
    public static void Write(Span<byte> destination, PcmFormat pcm, long frames, long riffLimit = RiffLimit)
    {
        var isUnknown = frames == UnknownFrames;
        var dataBytes = isUnknown ? uint.MaxValue : frames * pcm.FrameBytes;
        var riffBytes = isUnknown ? uint.MaxValue : LengthOf(pcm) - 8 + dataBytes + (dataBytes & 1);
        var large = !isUnknown && riffBytes > riffLimit;
        var at = destination;

        Tag(ref at, large ? "RF64"u8 : "RIFF"u8);
        U32(ref at, large ? uint.MaxValue : (uint)riffBytes);
        Tag(ref at, "WAVE"u8);

        Tag(ref at, large ? "ds64"u8 : "JUNK"u8);
        U32(ref at, Ds64Length);
        U64(ref at, large ? riffBytes : 0);
        U64(ref at, large ? dataBytes : 0);
        U64(ref at, large ? frames : 0);
        U32(ref at, 0);

        var channels = pcm.Format.Channels;
        var formatLength = FormatLength(pcm);
        var codec = pcm.Sample == SampleType.F32 ? FloatTag : PcmTag;
        Tag(ref at, "fmt "u8);
        U32(ref at, (uint)formatLength);
        U16(ref at, formatLength == 40 ? ExtensibleTag : codec);
        U16(ref at, (ushort)channels);
        U32(ref at, (uint)pcm.Format.SampleRate);
        U32(ref at, (uint)(pcm.Format.SampleRate * pcm.FrameBytes));
        U16(ref at, (ushort)pcm.FrameBytes);
        U16(ref at, (ushort)(pcm.SampleBytes * 8));
        if (formatLength >= 18) U16(ref at, (ushort)(formatLength - 18));
        if (formatLength == 40)
        {
            U16(ref at, (ushort)(pcm.SampleBytes * 8));
            U32(ref at, pcm.Format.Layout.Mask);
            U16(ref at, codec);
            Tag(ref at, SubFormatTail);
        }

        if (pcm.Sample == SampleType.F32)
        {
            Tag(ref at, "fact"u8);
            U32(ref at, 4);
            U32(ref at, large ? uint.MaxValue : (uint)frames);
        }

        Tag(ref at, "data"u8);
        U32(ref at, large ? uint.MaxValue : (uint)dataBytes);
    }

    // The simple formats cover only 16-bit and float samples in mono and stereo.
    private static int FormatLength(PcmFormat pcm)
    {
        var isPlain = pcm.Format.Layout == ChannelLayout.Mono || pcm.Format.Layout == ChannelLayout.Stereo;
        return (pcm.Sample, isPlain) switch
        {
            (SampleType.S16, true) => 16,
            (SampleType.F32, true) => 18,
            _ => 40,
        };
    }

    private static void Tag(ref Span<byte> at, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(at);
        at = at[bytes.Length..];
    }

    private static void U16(ref Span<byte> at, ushort value)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(at, value);
        at = at[2..];
    }

    private static void U32(ref Span<byte> at, uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(at, value);
        at = at[4..];
    }

    private static void U64(ref Span<byte> at, long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(at, value);
        at = at[8..];
    }
}
