using Continuo.Audio;
using Continuo.Diagnostics;

namespace Continuo.Live;

/// <summary>Audio that is there whenever it is asked for, at a price in processor time: decoded, dejittered, resampled when it is read.</summary>
internal interface IPulledSource
{
    /// <summary>The format of what is read.</summary>
    AudioFormat Format { get; }

    /// <summary>
    /// Fills <paramref name="output"/> with what is due next: frames × channels, interleaved. Waits for nothing and does not throw. One thread at a
    /// time, not always the same. Real-time-safe.
    /// </summary>
    [RealTime]
    void Read(Span<float> output);
}
