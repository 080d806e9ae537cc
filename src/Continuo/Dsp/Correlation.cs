using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Continuo.Diagnostics;

namespace Continuo.Dsp;

/// <summary>Dot products, the basis of correlation. Thread-safe; real-time-safe.</summary>
internal static class Correlation
{
    /// <summary>Dot product of two spans of equal length, vectorized.</summary>
    [RealTime]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        b = b[..a.Length];
        var va = MemoryMarshal.Cast<float, Vector<float>>(a);
        var vb = MemoryMarshal.Cast<float, Vector<float>>(b);
        var (s0, s1, s2, s3) = (Vector<float>.Zero, Vector<float>.Zero, Vector<float>.Zero, Vector<float>.Zero);
        var i = 0;
        for (; i + 4 <= va.Length; i += 4)
        {
            s0 = Vector.FusedMultiplyAdd(va[i], vb[i], s0);
            s1 = Vector.FusedMultiplyAdd(va[i + 1], vb[i + 1], s1);
            s2 = Vector.FusedMultiplyAdd(va[i + 2], vb[i + 2], s2);
            s3 = Vector.FusedMultiplyAdd(va[i + 3], vb[i + 3], s3);
        }

        for (; i < va.Length; i++) s0 = Vector.FusedMultiplyAdd(va[i], vb[i], s0);
        var rest = va.Length * Vector<float>.Count;
        return Vector.Sum(s0 + s1 + (s2 + s3)) + DotReference(a[rest..], b[rest..]);
    }

    /// <summary>Scalar reference for <see cref="Dot"/>.</summary>
    [RealTime]
    public static float DotReference(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = 0f;
        for (var i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }
}
