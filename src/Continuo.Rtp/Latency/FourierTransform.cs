using System.Numerics;

namespace Continuo.Rtp.Latency;

/// <summary>In-place discrete Fourier transform of a power-of-two length. Immutable; thread-safe.</summary>
internal sealed class FourierTransform
{
    private readonly Complex[] _turns;

    /// <param name="length">A power of two.</param>
    public FourierTransform(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(BitOperations.PopCount((uint)length), 1);
        Length = length;
        _turns = [.. Enumerable.Range(0, length / 2).Select(k => Complex.FromPolarCoordinates(1, -2 * Math.PI * k / length))];
    }

    public int Length { get; }

    /// <summary>Transforms time to frequency, unscaled.</summary>
    public void Forward(Span<Complex> values)
    {
        Reorder(values);
        for (var half = 1; half < Length; half *= 2)
        {
            var stride = Length / (2 * half);
            for (var start = 0; start < Length; start += 2 * half)
            {
                for (var k = 0; k < half; k++)
                {
                    var (a, b) = (values[start + k], values[start + k + half] * _turns[k * stride]);
                    (values[start + k], values[start + k + half]) = (a + b, a - b);
                }
            }
        }
    }

    /// <summary>Transforms frequency to time; the inverse of <see cref="Forward"/>.</summary>
    public void Inverse(Span<Complex> values)
    {
        Forward(values);
        values[1..].Reverse();
        for (var i = 0; i < values.Length; i++) values[i] /= Length;
    }

    private void Reorder(Span<Complex> values)
    {
        for (int i = 1, j = 0; i < Length; i++)
        {
            var bit = Length >> 1;
            for (; (j & bit) != 0; bit >>= 1) j ^= bit;
            j ^= bit;
            if (i < j) (values[i], values[j]) = (values[j], values[i]);
        }
    }
}
