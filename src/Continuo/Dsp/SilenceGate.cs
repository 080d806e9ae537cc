using System.Numerics;
using Continuo.Diagnostics;

namespace Continuo.Dsp;

/// <summary>Detects silent blocks.</summary>
internal static class SilenceGate
{
    /// <summary>Whether every sample's magnitude is at most <paramref name="threshold"/>. NaN counts as sound.</summary>
    [RealTime]
    public static bool IsSilent(ReadOnlySpan<float> samples, float threshold)
    {
        var i = 0;
        if (Vector.IsHardwareAccelerated)
        {
            var limit = new Vector<float>(threshold);
            for (; i <= samples.Length - Vector<float>.Count; i += Vector<float>.Count)
            {
                if (!Vector.LessThanOrEqualAll(Vector.Abs(new Vector<float>(samples[i..])), limit)) return false;
            }
        }

        for (; i < samples.Length; i++)
        {
            if (!(MathF.Abs(samples[i]) <= threshold)) return false;
        }

        return true;
    }
}
