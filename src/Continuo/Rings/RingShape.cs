using System.Globalization;
using Continuo.Audio;

namespace Continuo.Rings;

/// <summary>The sizes of a ring, which determine its memory layout.</summary>
internal readonly record struct RingShape(AudioFormat Format, int ChunkFrames, int Capacity)
{
    public const int MaxCapacity = 10_000_000;

    /// <summary>Distance between two slots, in bytes.</summary>
    public int Stride => (RingMemory.SlotHeaderBytes + ChunkFrames * Format.Channels * sizeof(float) + 127) & ~127;

    /// <summary>Total size in bytes.</summary>
    public long Bytes => RingMemory.SlotsOffset + (long)Stride * Capacity;

    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if a size is out of range.</exception>
    public static RingShape Of(AudioFormat format, int chunkFrames, int capacity)
    {
        if (chunkFrames is < 1 or > AudioRing.MaxChunkFrames)
        {
            throw OutOfRange($"chunk of {chunkFrames.ToString(CultureInfo.InvariantCulture)} frames", $"1…{AudioRing.MaxChunkFrames}",
                "Use 480 for 10 ms at 48 kHz");
        }

        if (capacity is < 2 or > MaxCapacity)
        {
            throw OutOfRange($"ring of {capacity.ToString(CultureInfo.InvariantCulture)} chunks", $"2…{MaxCapacity}",
                "Use 1000 for 10 s of 10 ms chunks");
        }

        return new RingShape(format, chunkFrames, capacity);
    }

    private static AudioException OutOfRange(string asked, string range, string remedy) =>
        new(AudioErrorCode.InvalidArgument, asked, $"outside {range}", remedy);
}
