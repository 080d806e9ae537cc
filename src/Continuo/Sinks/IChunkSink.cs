using Continuo.Audio;

namespace Continuo.Sinks;

/// <summary>A sink that carries audio with its time: it is told when the audio was captured, and what is missing, instead of getting silence in its place.</summary>
public interface IChunkSink : IAudioSink
{
    /// <summary>Writes frames and what is known of them. <see cref="IAudioSink.FramesWritten"/> counts the missing ones, too.</summary>
    /// <param name="samples">Frames × channels, interleaved, −1…1. May be empty.</param>
    /// <param name="captureTime">When the first of them was captured, in nanoseconds of the stream's clock; −1 if unknown.</param>
    /// <param name="gapFrames">How many frames are missing on the timeline right before them.</param>
    /// <exception cref="AudioException">Writing failed.</exception>
    void Write(ReadOnlySpan<float> samples, long captureTime, long gapFrames);
}
