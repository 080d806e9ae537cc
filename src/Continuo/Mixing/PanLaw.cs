using Continuo.Diagnostics;

namespace Continuo.Mixing;

/// <summary>Where in stereo a sound appears. Thread-safe; real-time-safe.</summary>
public static class PanLaw
{
    /// <summary>
    /// A mono sound between the loudspeakers at constant power: cosine and sine of a quarter turn, −3 dB each in the centre, and
    /// exactly nothing on the far side at the ends.
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
    /// The balance of a stereo sound: the near side stays as it is, the far side goes down by a cosine, to exactly nothing at
    /// the end. In the centre nothing is changed, so a stereo track that is left alone is left alone to the bit.
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
