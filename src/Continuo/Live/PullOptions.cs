using System.Globalization;
using Continuo.Audio;
using Continuo.Clocks;

namespace Continuo.Live;

/// <summary>How <see cref="ParallelDecodePool"/> work. Immutable.</summary>
internal sealed record PullOptions : BlockOptions
{
    /// <summary>
    /// How many threads read beside the mixing one, 0…64. 0: the mixing thread reads everything itself, when a block is due. By default one for each
    /// processor, at most four.
    /// </summary>
    public int Workers { get; init; } = Math.Min(4, Environment.ProcessorCount);

    /// <summary>
    /// How many blocks before it is due a block is read, 1…16. Each is a block of delay, and of time that a worker may be late by without being heard.
    /// </summary>
    public int AheadBlocks { get; init; } = 1;

    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if a value is out of range.</exception>
    internal void Validate()
    {
        Check(BlockFrames is >= 1 and <= 65_536, nameof(BlockFrames), BlockFrames, "Use what the output asks for at a time, for example 480");
        Check(Workers is >= 0 and <= 64, nameof(Workers), Workers, "Use as many as there are processors to spare");
        Check(AheadBlocks is >= 1 and <= 16, nameof(AheadBlocks), AheadBlocks, "Use 1, or 2 on a machine that is not given its processors in time");
    }

    private static void Check(bool holds, string name, int value, string remedy)
    {
        if (holds) return;
        throw new AudioException(AudioErrorCode.InvalidArgument, string.Create(CultureInfo.InvariantCulture, $"pulling with {name} = {value}"), "out of range", remedy);
    }
}
