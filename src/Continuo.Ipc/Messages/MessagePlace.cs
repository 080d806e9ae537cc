using Continuo.Audio;

namespace Continuo.Ipc.Messages;

/// <summary>Where the audio of one message belongs.</summary>
/// <param name="Position">Of its first frame, in frames since the stream began.</param>
/// <param name="Frames">How many it holds.</param>
/// <param name="Time">When the first was captured, in nanoseconds.</param>
/// <param name="Flags">What is known about it.</param>
internal readonly record struct MessagePlace(long Position, int Frames, long Time, ChunkFlags Flags)
{
    /// <summary>The position behind its last frame.</summary>
    public long End => Position + Frames;
}
