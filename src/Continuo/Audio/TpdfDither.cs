using Continuo.Diagnostics;

namespace Continuo.Audio;

/// <summary>
/// Dither with a triangular distribution of ±1 step, the sum of two independent uniform numbers. It makes mean and variance of the rounding
/// error independent of the signal (Lipshitz, Wannamaker, Vanderkooy, "Quantization and Dither", 1992). Deterministic for a seed. Not
/// thread-safe; use one instance per stream of samples.
/// </summary>
internal sealed class TpdfDither
{
    private ulong _state;

    /// <summary>Creates a sequence; equal seeds give equal sequences.</summary>
    public TpdfDither(uint seed = 1) => _state = (ulong)seed << 32 | 0x9E3779B9u; // never 0, a state that xorshift cannot leave

    /// <summary>The next dither value in quantizer steps, −1…1. Real-time-safe.</summary>
    [RealTime]
    public double Next()
    {
        // Marsaglia's xorshift, 64 bits (2003); its halves are the two uniform numbers.
        var x = _state;
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
        _state = x;
        return ((x >> 32) + (double)(uint)x) * (1.0 / 4294967296.0) - 1.0;
    }
}
