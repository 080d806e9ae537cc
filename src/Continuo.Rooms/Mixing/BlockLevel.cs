using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Continuo.Diagnostics;

namespace Continuo.Rooms.Mixing;

/// <summary>Peak and power of a block. Real-time-safe.</summary>
/// <param name="Peak">Largest magnitude.</param>
/// <param name="Power">Mean square over all channels.</param>
[RealTime]
internal readonly record struct BlockLevel(float Peak, float Power)
{
    /// <summary>−75 dBFS: a block whose peak is below is left out of the mix. Comfort noise lies below it.</summary>
    public const float SilentPeak = 0.000178f;

    /// <summary>−55 dBFS, the noise of a microphone: a jump of some milliseconds is not heard below it.</summary>
    public const float QuietPeak = 0.00178f;

    /// <summary>Measures a block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static BlockLevel Of(ReadOnlySpan<float> samples)
    {
        var (peaks, sums) = (Vector<float>.Zero, Vector<float>.Zero);
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(samples);
        for (var i = 0; i < vectors.Length; i++)
        {
            peaks = Vector.Max(peaks, Vector.Abs(vectors[i]));
            sums += vectors[i] * vectors[i];
        }

        var (peak, sum) = (0f, Vector.Sum(sums));
        for (var i = 0; i < Vector<float>.Count; i++) peak = Math.Max(peak, peaks[i]);
        for (var i = vectors.Length * Vector<float>.Count; i < samples.Length; i++)
        {
            peak = Math.Max(peak, Math.Abs(samples[i]));
            sum += samples[i] * samples[i];
        }

        return new BlockLevel(peak, samples.IsEmpty ? 0 : sum / samples.Length);
    }

    /// <summary>Level in −dBov (RFC 6465), 0…127.</summary>
    public byte Dbov => Power > 0 ? (byte)Math.Clamp(Math.Round(-10 * Math.Log10(Power)), 0, 127) : (byte)127;
}
