using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Diagnostics;
using Continuo.Rings;
using Continuo.Streams;
using FsCheck.Fluent;

namespace Continuo.Tests.Streams;

public class ChunkAssemblerTests
{
    private static readonly AudioFormat Stereo = new(48_000, 2);

    [Fact]
    public void Any_split_of_the_input_gives_the_same_chunks_and_keeps_the_last_part()
    {
        Prop.ForAll(Gen.Choose(1, 40).ListOf().ToArbitrary(), Gen.Choose(1, 16).ToArbitrary(), (splits, chunkFrames) =>
        {
            var input = Enumerable.Range(1, splits.Sum() * 2).Select(i => (float)i).ToArray();
            var (whole, wholeSizes) = Assemble(chunkFrames, [input]);
            var parts = new List<float[]>();
            var at = 0;
            foreach (var frames in splits)
            {
                parts.Add(input[at..(at + frames * 2)]);
                at += frames * 2;
            }

            var (split, splitSizes) = Assemble(chunkFrames, parts);
            Assert.Equal(input, split);
            Assert.Equal(whole, split);
            Assert.Equal(wholeSizes, splitSizes);
            Assert.All(splitSizes.SkipLast(1), size => Assert.Equal(chunkFrames, size));
        }).Holds();
    }

    [Fact]
    public void A_gap_ends_the_chunk_that_was_begun_and_marks_the_next()
    {
        using var ring = new AudioRing(Stereo, 4, 16);
        using var reader = ring.OpenReader();
        var assembler = Make(ring);
        assembler.Append(new float[] { 1, 1, 1, 1, 1, 1 });
        assembler.AppendGap(new Gap(1000, 0, GapReason.Device));
        assembler.Append(new float[] { 2, 2 });
        assembler.Flush();

        var samples = new float[8];
        Assert.Equal(ReadStatus.Chunk, reader.TryRead(samples, out var first, out _));
        Assert.Equal(3, first.Frames);
        Assert.Equal(ReadStatus.Chunk, reader.TryRead(samples, out var second, out var gap));
        Assert.Equal(1003, second.Position);
        Assert.Equal(new Gap(1000, 0, GapReason.Device), gap);
        Assert.Equal(ChunkFlags.Discontinuity, second.Flags);
    }

    [Fact]
    public void Silence_is_flagged_only_if_the_whole_chunk_is_silent_and_filled_only_if_all_of_it_was()
    {
        using var ring = new AudioRing(Stereo, 4, 16);
        using var reader = ring.OpenReader();
        var assembler = Make(ring);
        assembler.AppendSilence(4);
        assembler.Append(new float[8]);
        assembler.AppendSilence(3);
        assembler.Append(new float[] { 0, 0.001f });
        var flags = new List<ChunkFlags>();
        while (reader.TryRead(new float[8], out var header, out _) == ReadStatus.Chunk) flags.Add(header.Flags);
        Assert.Equal([ChunkFlags.Silent | ChunkFlags.Filled, ChunkFlags.Silent, ChunkFlags.None], flags);
    }

    private static ChunkAssembler Make(AudioRing ring) =>
        new(ring, new VirtualClock(), new CaptureTimeline(ring.Format), new CaptureCounters(), -90);

    private static (List<float> Samples, List<int> Sizes) Assemble(int chunkFrames, IEnumerable<float[]> parts)
    {
        using var ring = new AudioRing(Stereo, chunkFrames, 2000);
        using var reader = ring.OpenReader();
        var assembler = Make(ring);
        foreach (var part in parts) assembler.Append(part);
        assembler.Flush();
        var samples = new List<float>();
        var sizes = new List<int>();
        var chunk = new float[chunkFrames * 2];
        while (reader.TryRead(chunk, out var header, out _) == ReadStatus.Chunk)
        {
            samples.AddRange(chunk.Take(header.Frames * 2));
            sizes.Add(header.Frames);
        }

        return (samples, sizes);
    }
}
