using Continuo.Diagnostics;

namespace Continuo.Live;

/// <summary>Converts a stream of frames from one sample rate to another, e.g. 44.1 to 48 kHz. <c>Continuo.Codecs.Resampling.Resampler</c> is one.</summary>
public interface IRateConverter : IDisposable
{
    /// <summary>Puts frames in and takes out what is ready, as far as there is room for it. Real-time-safe; one thread at a time.</summary>
    /// <param name="input">Frames × channels, interleaved.</param>
    /// <param name="output">Where converted frames go: frames × channels, interleaved.</param>
    /// <param name="framesRead">Number of input frames taken; put the rest in again.</param>
    /// <param name="framesWritten">Number of output frames given.</param>
    [RealTime]
    void Process(ReadOnlySpan<float> input, Span<float> output, out int framesRead, out int framesWritten);
}
