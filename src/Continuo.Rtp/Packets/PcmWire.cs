using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Continuo.Audio;
using Continuo.Diagnostics;

namespace Continuo.Rtp.Packets;

/// <summary>
/// Converts samples to and from payloads: the bytes of <see cref="SampleConverter"/>, in network byte order. Thread-safe; real-time-safe.
/// </summary>
[RealTime]
internal static class PcmWire
{
    public static int BytesOf(PcmEncoding encoding) => encoding switch
    {
        PcmEncoding.L16 => 2,
        PcmEncoding.L24 => 3,
        _ => 4,
    };

    /// <summary>Encodes all samples; the buffer must be large enough.</summary>
    public static void Encode(ReadOnlySpan<float> samples, PcmEncoding encoding, Span<byte> payload)
    {
        payload = payload[..(samples.Length * BytesOf(encoding))];
        SampleConverter.Encode(samples, TypeOf(encoding), payload);
        Swap(payload, encoding, payload);
    }

    /// <summary>Decodes all samples of the payload; the buffer must be large enough.</summary>
    public static void Decode(ReadOnlySpan<byte> payload, PcmEncoding encoding, Span<float> samples)
    {
        const int Part = 3 * 256; // a whole number of samples of every encoding
        Span<byte> swapped = stackalloc byte[Part];
        while (!payload.IsEmpty)
        {
            var part = Math.Min(Part, payload.Length);
            Swap(payload[..part], encoding, swapped);
            samples = samples[SampleConverter.Decode(swapped[..part], TypeOf(encoding), samples)..];
            payload = payload[part..];
        }
    }

    private static SampleType TypeOf(PcmEncoding encoding) => encoding switch
    {
        PcmEncoding.L16 => SampleType.S16,
        PcmEncoding.L24 => SampleType.S24,
        _ => SampleType.F32,
    };

    private static void Swap(ReadOnlySpan<byte> source, PcmEncoding encoding, Span<byte> destination)
    {
        switch (encoding)
        {
            case PcmEncoding.L16:
                var words = MemoryMarshal.Cast<byte, ushort>(source);
                var swapped = MemoryMarshal.Cast<byte, ushort>(destination);
                for (var i = 0; i < words.Length; i++) swapped[i] = BinaryPrimitives.ReverseEndianness(words[i]);
                break;
            case PcmEncoding.L24:
                for (var i = 0; i + 2 < source.Length; i += 3)
                {
                    (destination[i], destination[i + 1], destination[i + 2]) = (source[i + 2], source[i + 1], source[i]);
                }

                break;
            default:
                source.CopyTo(destination);
                break;
        }
    }
}
