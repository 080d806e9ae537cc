using Continuo.Audio;
using Continuo.Rings;

namespace Continuo.Tests.Rings;

/// <summary>Writes recognisable chunks: every sample of chunk n is n.</summary>
internal static class RingFixture
{
    public const int Frames = 4;
    public static readonly AudioFormat Format = new(48_000, 2);

    public static AudioRing Ring(int capacity) => new(Format, Frames, capacity);

    public static void Write(this AudioRing ring, int chunks)
    {
        var samples = new float[Frames * 2];
        for (var i = 0; i < chunks; i++)
        {
            Array.Fill(samples, ring.Written);
            ring.Write(samples, new ChunkHeader { Position = ring.Written * Frames });
        }
    }

    public static (ReadStatus Status, ChunkHeader Header, Gap Gap, float Value) Next(this RingReader reader)
    {
        var samples = new float[Frames * 2];
        var status = reader.TryRead(samples, out var header, out var gap);
        if (status == ReadStatus.Chunk) Assert.All(samples.Take(header.Frames * 2), s => Assert.Equal(samples[0], s));
        return (status, header, gap, samples[0]);
    }

    public static void AssertConserved(this ReaderStatistics counts) =>
        Assert.Equal(counts.Written, counts.Read + counts.Overrun + counts.Late + counts.Shed + counts.Stopped + counts.Pending);
}
