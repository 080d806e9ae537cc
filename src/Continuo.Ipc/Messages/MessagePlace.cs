using Continuo.Audio;

namespace Continuo.Ipc.Messages;

/// <summary>Position of a message's audio.</summary>
/// <param name="Position">Position of its first frame, in frames since the stream began.</param>
/// <param name="Frames">Number of frames.</param>
/// <param name="Time">Capture time of the first frame, in nanoseconds.</param>
/// <param name="Flags">Chunk flags.</param>
internal readonly record struct MessagePlace(long Position, int Frames, long Time, ChunkFlags Flags)
{
    /// <summary>Position after its last frame.</summary>
    public long End => Position + Frames;
}
