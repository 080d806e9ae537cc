using Continuo.Audio;

namespace Continuo.Sinks;

/// <summary>A sink that keeps timing information. It receives capture times and gaps instead of silence for missing audio.</summary>
public interface IChunkSink : IAudioSink
{
    /// <summary>Writes frames with capture time and gap. <see cref="IAudioSink.FramesWritten"/> includes the missing frames.</summary>
    /// <param name="samples">Frames × channels, interleaved, −1…1. May be empty.</param>
    /// <param name="captureTime">Capture time of the first frame, in nanoseconds of the stream's clock; −1 if unknown.</param>
    /// <param name="gapFrames">Number of frames missing on the timeline immediately before them.</param>
    /// <exception cref="AudioException">Writing failed.</exception>
    void Write(ReadOnlySpan<float> samples, long captureTime, long gapFrames);
}
