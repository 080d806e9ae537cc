using Continuo.Diagnostics;

namespace Continuo.Mixing;

/// <summary>Gains of the pan and balance controls. Thread-safe; real-time-safe.</summary>
internal static class PanLaw
{
    /// <summary>
    /// Returns the gains for a mono signal at constant power: cosine and sine over a quarter turn. −3 dB each in the centre; at the ends
    /// the far side is exactly 0.
    /// </summary>
    /// <param name="pan">−1 (left)…1 (right).</param>
    [RealTime]
    public static (float Left, float Right) Mono(double pan)
    {
        if (pan <= -1) return (1, 0);
        if (pan >= 1) return (0, 1);
        var (right, left) = Math.SinCos((pan + 1) * Math.PI / 4);
        return ((float)left, (float)right);
    }

    /// <summary>
    /// Returns the gains for a stereo signal: the near side is unchanged, the far side falls by a cosine to exactly 0 at the end. In the
    /// centre both gains are exactly 1, so the track is passed through bit-exact.
    /// </summary>
    /// <param name="pan">−1 (left)…1 (right).</param>
    [RealTime]
    public static (float Left, float Right) Balance(double pan)
    {
        if (pan <= -1) return (1, 0);
        if (pan >= 1) return (0, 1);
        var far = (float)Math.Cos(pan * Math.PI / 2);
        return pan < 0 ? (1, far) : (far, 1);
    }
}
