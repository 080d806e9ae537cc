using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Continuo.Diagnostics;

namespace Continuo.Audio;

/// <summary>
/// Converts between float samples and little-endian bytes. An integer of N bits is its float times 2^(N−1), so 16 and 24 bits make an exact
/// round trip, and 32 bits keep their upper 24. Thread-safe; real-time-safe.
/// </summary>
/// <remarks>
///  Encoding rounds to the nearest integer (ties to even) and saturates; NaN becomes 0. Floats are copied unchanged, also beyond ±1, but
/// infinities and NaN become 0 in both directions, so that bad input cannot spoil a mix. <see cref="ScalarConverter"/> is the reference for
/// the vector code. The loops are compiled with full optimization at once, so the first block runs at full speed.
/// </remarks>
internal static class SampleConverter
{
    /// <summary>Converts bytes to samples, as many as both spans hold.</summary>
    /// <returns>Number of samples converted.</returns>
    [RealTime]
    public static int Decode(ReadOnlySpan<byte> source, SampleType type, Span<float> destination)
    {
        var samples = Math.Min(source.Length / PcmFormat.BytesOf(type), destination.Length);
        source = source[..(samples * PcmFormat.BytesOf(type))];
        destination = destination[..samples];
        var done = !BitConverter.IsLittleEndian ? 0 : type switch
        {
            SampleType.S16 => DecodeS16(MemoryMarshal.Cast<byte, short>(source), destination),
            SampleType.S24 => DecodeS24(source, destination),
            SampleType.S32 => DecodeS32(MemoryMarshal.Cast<byte, int>(source), destination),
            _ => CopyFinite(MemoryMarshal.Cast<byte, float>(source), destination),
        };
        ScalarConverter.Decode(source[(done * PcmFormat.BytesOf(type))..], type, destination[done..]);
        return samples;
    }

    /// <summary>Converts samples to bytes, as many as both spans hold.</summary>
    /// <param name="source">Samples, −1…1 nominal.</param>
    /// <param name="type">Output sample type.</param>
    /// <param name="destination">Receives the bytes.</param>
    /// <param name="dither">Dither noise added before rounding to 16 or 24 bits; not used for the other types.</param>
    /// <returns>Number of samples converted.</returns>
    [RealTime]
    public static int Encode(ReadOnlySpan<float> source, SampleType type, Span<byte> destination, TpdfDither? dither = null)
    {
        var samples = Math.Min(source.Length, destination.Length / PcmFormat.BytesOf(type));
        source = source[..samples];
        destination = destination[..(samples * PcmFormat.BytesOf(type))];
        var dithered = dither is not null && type is (SampleType.S16 or SampleType.S24);
        var done = !BitConverter.IsLittleEndian || dithered ? 0 : type switch
        {
            SampleType.S16 => EncodeS16(source, MemoryMarshal.Cast<byte, short>(destination)),
            SampleType.S24 => EncodeS24(source, destination),
            SampleType.S32 => EncodeS32(source, MemoryMarshal.Cast<byte, int>(destination)),
            _ => CopyFinite(source, MemoryMarshal.Cast<byte, float>(destination)),
        };
        ScalarConverter.Encode(source[done..], type, destination[(done * PcmFormat.BytesOf(type))..], dither);
        return samples;
    }

    [RealTime]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int DecodeS16(ReadOnlySpan<short> source, Span<float> destination)
    {
        var i = 0;
        for (; i <= source.Length - Vector<short>.Count; i += Vector<short>.Count)
        {
            var v = new Vector<short>(source[i..]);
            (Vector.ConvertToSingle(Vector.WidenLower(v)) * (1f / 32768f)).CopyTo(destination[i..]);
            (Vector.ConvertToSingle(Vector.WidenUpper(v)) * (1f / 32768f)).CopyTo(destination[(i + Vector<float>.Count)..]);
        }

        return i;
    }

    [RealTime]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int DecodeS24(ReadOnlySpan<byte> source, Span<float> destination)
    {
        // Four samples are 12 of the 16 loaded bytes. Each goes to the upper three bytes of an int, so that the sign bit is in place.
        var spread = Vector128.Create((byte)255, 0, 1, 2, 255, 3, 4, 5, 255, 6, 7, 8, 255, 9, 10, 11);
        var i = 0;
        for (; i <= destination.Length - 4 && i * 3 <= source.Length - 16; i += 4)
        {
            var v = Vector128.Shuffle(Vector128.Create(source[(i * 3)..]), spread).AsInt32() >> 8;
            (Vector128.ConvertToSingle(v) * (1f / 8388608f)).CopyTo(destination[i..]);
        }

        return i;
    }

    [RealTime]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int DecodeS32(ReadOnlySpan<int> source, Span<float> destination)
    {
        var i = 0;
        for (; i <= source.Length - Vector<int>.Count; i += Vector<int>.Count)
        {
            (Vector.ConvertToSingle(new Vector<int>(source[i..])) * (1f / 2147483648f)).CopyTo(destination[i..]);
        }

        return i;
    }

    [RealTime]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int CopyFinite(ReadOnlySpan<float> source, Span<float> destination)
    {
        // Infinities and NaN are the numbers whose exponent bits are all set.
        var exponent = new Vector<int>(0x7F800000);
        var i = 0;
        for (; i <= source.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var bits = Vector.AsVectorInt32(new Vector<float>(source[i..]));
            var finite = Vector.OnesComplement(Vector.Equals(bits & exponent, exponent));
            Vector.AsVectorSingle(bits & finite).CopyTo(destination[i..]);
        }

        return i;
    }

    [RealTime]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int EncodeS16(ReadOnlySpan<float> source, Span<short> destination)
    {
        var low = new Vector<int>(short.MinValue);
        var high = new Vector<int>(short.MaxValue);
        var i = 0;
        for (; i <= source.Length - Vector<short>.Count; i += Vector<short>.Count)
        {
            var a = Vector.ConvertToInt32(Vector.Round(new Vector<float>(source[i..]) * 32768f));
            var b = Vector.ConvertToInt32(Vector.Round(new Vector<float>(source[(i + Vector<float>.Count)..]) * 32768f));
            Vector.Narrow(Vector.Clamp(a, low, high), Vector.Clamp(b, low, high)).CopyTo(destination[i..]);
        }

        return i;
    }

    [RealTime]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int EncodeS24(ReadOnlySpan<float> source, Span<byte> destination)
    {
        // Each store writes four bytes too many; the next four samples overwrite them, so the loop ends one store early.
        var gather = Vector128.Create((byte)0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 255, 255, 255, 255);
        var low = Vector128.Create(-8388608);
        var high = Vector128.Create(8388607);
        var i = 0;
        for (; i <= source.Length - 4 && i * 3 <= destination.Length - 16; i += 4)
        {
            var v = Vector128.ConvertToInt32(Vector128.Round(Vector128.Create(source[i..]) * 8388608f));
            Vector128.Shuffle(Vector128.Clamp(v, low, high).AsByte(), gather).CopyTo(destination[(i * 3)..]);
        }

        return i;
    }

    [RealTime]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int EncodeS32(ReadOnlySpan<float> source, Span<int> destination)
    {
        var i = 0;
        for (; i <= source.Length - Vector<int>.Count; i += Vector<int>.Count)
        {
            // The conversion itself saturates and turns NaN into 0.
            Vector.ConvertToInt32(Vector.Round(new Vector<float>(source[i..]) * 2147483648f)).CopyTo(destination[i..]);
        }

        return i;
    }
}
