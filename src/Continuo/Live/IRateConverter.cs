using Continuo.Diagnostics;

namespace Continuo.Live;

/// <summary>
/// Converts a stream of frames from one sample rate to another, e.g. 44.1 to 48 kHz. Implemented by
/// <c>Continuo.Codecs.Resampling.Resampler</c>.
/// </summary>
internal interface IRateConverter : IDisposable
{
    /// <summary>
    /// Consumes input frames and writes the converted frames that are ready and fit into the output. Real-time-safe; one thread at a
    /// time.
    /// </summary>
    /// <param name="input">Frames × channels, interleaved.</param>
    /// <param name="output">Receives the converted frames × channels, interleaved.</param>
    /// <param name="framesRead">Number of input frames consumed. Pass the rest again in the next call.</param>
    /// <param name="framesWritten">Number of output frames written.</param>
    [RealTime]
    void Process(ReadOnlySpan<float> input, Span<float> output, out int framesRead, out int framesWritten);
}
