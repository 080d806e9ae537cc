using System.Globalization;
using Continuo.Audio;
using Continuo.Clocks;

namespace Continuo.Live;

/// <summary>Options of a <see cref="ParallelDecodePool"/>. Immutable.</summary>
internal sealed record PullOptions : BlockOptions
{
    /// <summary>
    /// Number of worker threads, 0…64. 0: the mixing thread reads all sources when a block is due. Default: one per processor, at most
    /// four.
    /// </summary>
    public int Workers { get; init; } = Math.Min(4, Environment.ProcessorCount);

    /// <summary>
    /// How many blocks ahead a block is read, 1…16. Each adds one block of delay, and allows a worker to be one block late without an
    /// audible effect.
    /// </summary>
    public int AheadBlocks { get; init; } = 1;

    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if a value is out of range.</exception>
    internal void Validate()
    {
        Check(BlockFrames is >= 1 and <= 65_536, nameof(BlockFrames), BlockFrames, "Use the output's block size, for example 480");
        Check(Workers is >= 0 and <= 64, nameof(Workers), Workers, "Use at most the number of spare processors");
        Check(AheadBlocks is >= 1 and <= 16, nameof(AheadBlocks), AheadBlocks, "Use 1, or 2 on a machine whose threads are scheduled late");
    }

    private static void Check(bool holds, string name, int value, string remedy)
    {
        if (holds) return;
        throw new AudioException(AudioErrorCode.InvalidArgument, string.Create(CultureInfo.InvariantCulture, $"{name} = {value}"),
            "out of range", remedy);
    }
}
