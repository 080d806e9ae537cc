namespace Continuo.Audio;

/// <summary>
/// A copy of a chunk with its position on the timeline. The receiver owns the sample array and may keep it; everything else is immutable.
/// </summary>
/// <param name="Format">Sample rate and channels.</param>
/// <param name="Samples">Frames × channels, interleaved, −1…1 nominal. Each block has its own array.</param>
/// <param name="Position">Position of the first frame on the timeline, in frames since the stream's start.</param>
/// <param name="CaptureTime">Capture time of the first frame, in nanoseconds of the stream's clock.</param>
/// <param name="Gap">The audio missing between the previous block and this one.</param>
public sealed record AudioBlock(AudioFormat Format, float[] Samples, long Position, long CaptureTime, Gap Gap)
{
    /// <summary>The number of frames; 0 for a block that only reports a gap.</summary>
    public int Frames => Samples.Length / Format.Channels;

    /// <summary><see cref="Position"/> as a duration.</summary>
    public TimeSpan Time => Format.ToTime(Position);

    /// <summary>Copies a leased chunk.</summary>
    /// <exception cref="InvalidOperationException">The chunk's lease has ended.</exception>
    public static AudioBlock Copy(in AudioChunk chunk) =>
        new(chunk.Format, chunk.Samples.ToArray(), chunk.Position, chunk.CaptureTime, chunk.Gap);
}
