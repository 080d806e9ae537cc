using Continuo.Audio;
using Continuo.Diagnostics;

namespace Continuo.Live;

/// <summary>
/// A source whose audio is always available, at a cost in processor time: it is decoded, dejittered and resampled when it is read.
/// </summary>
internal interface IPulledSource
{
    /// <summary>Format of the audio.</summary>
    AudioFormat Format { get; }

    /// <summary>
    /// Fills <paramref name="output"/> with the next frames × channels, interleaved. Does not wait and does not throw. Called by one thread
    /// at a time, not always the same. Real-time-safe.
    /// </summary>
    [RealTime]
    void Read(Span<float> output);
}
