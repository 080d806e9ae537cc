using System.Buffers.Binary;
using Continuo.Diagnostics;

namespace Continuo.Audio;

/// <summary>Scalar implementation of <see cref="SampleConverter"/>: its reference, used for tails and dither.</summary>
[RealTime]
internal static class ScalarConverter
{
    public static void Decode(ReadOnlySpan<byte> source, SampleType type, Span<float> destination)
    {
        for (var i = 0; i < destination.Length; i++)
        {
            destination[i] = type switch
            {
                SampleType.S16 => BinaryPrimitives.ReadInt16LittleEndian(source[(i * 2)..]) * (1f / 32768f),
                SampleType.S24 => ReadS24(source[(i * 3)..]) * (1f / 8388608f),
                SampleType.S32 => BinaryPrimitives.ReadInt32LittleEndian(source[(i * 4)..]) * (1f / 2147483648f),
                _ => Finite(BinaryPrimitives.ReadSingleLittleEndian(source[(i * 4)..])),
            };
        }
    }

    public static void Encode(ReadOnlySpan<float> source, SampleType type, Span<byte> destination, TpdfDither? dither)
    {
        for (var i = 0; i < source.Length; i++)
        {
            switch (type)
            {
                case SampleType.S16:
                    BinaryPrimitives.WriteInt16LittleEndian(destination[(i * 2)..], (short)Quantise(source[i], 32768f, dither));
                    break;
                case SampleType.S24:
                    WriteS24(destination[(i * 3)..], Quantise(source[i], 8388608f, dither));
                    break;
                case SampleType.S32:
                    BinaryPrimitives.WriteInt32LittleEndian(destination[(i * 4)..], (int)MathF.Round(source[i] * 2147483648f));
                    break;
                default:
                    BinaryPrimitives.WriteSingleLittleEndian(destination[(i * 4)..], Finite(source[i]));
                    break;
            }
        }
    }

    private static int Quantise(float sample, float scale, TpdfDither? dither)
    {
        // A cast to int saturates and turns NaN into 0. Dither needs double: a float has no resolution below one step of 24 bits.
        var rounded = dither is null ? (int)MathF.Round(sample * scale) : (int)Math.Round((double)sample * scale + dither.Next());
        return Math.Clamp(rounded, -(int)scale, (int)scale - 1);
    }

    private static float Finite(float sample) => float.IsFinite(sample) ? sample : 0f;

    private static int ReadS24(ReadOnlySpan<byte> source) => source[0] | source[1] << 8 | (sbyte)source[2] << 16;

    private static void WriteS24(Span<byte> destination, int value)
    {
        destination[0] = (byte)value;
        destination[1] = (byte)(value >> 8);
        destination[2] = (byte)(value >> 16);
    }
}
