namespace Continuo.Audio;

/// <summary>A chunk's audio and its place on the timeline, copied so that it may be kept. Immutable but for the array, which belongs to the receiver.</summary>
/// <param name="Format">Sample rate and channels.</param>
/// <param name="Samples">Frames × channels, interleaved, −1…1 nominal. An array of its own for each block.</param>
/// <param name="Position">The first frame's place on the timeline, in frames since the stream's start.</param>
/// <param name="CaptureTime">When the first frame was captured, in nanoseconds of the stream's clock.</param>
/// <param name="Gap">What is missing between the block before this one and this one.</param>
public sealed record AudioBlock(AudioFormat Format, float[] Samples, long Position, long CaptureTime, Gap Gap)
{
    /// <summary>The number of frames; 0 for a block that only reports a gap.</summary>
    public int Frames => Samples.Length / Format.Channels;

    /// <summary><see cref="Position"/> as a time.</summary>
    public TimeSpan Time => Format.ToTime(Position);

    /// <summary>Copies a chunk that is lent.</summary>
    /// <exception cref="InvalidOperationException">The chunk's lease has ended.</exception>
    public static AudioBlock Copy(in AudioChunk chunk) => new(chunk.Format, chunk.Samples.ToArray(), chunk.Position, chunk.CaptureTime, chunk.Gap);
}
