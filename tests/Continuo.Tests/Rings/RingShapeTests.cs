using Continuo.Audio;
using Continuo.Rings;

namespace Continuo.Tests.Rings;

public sealed class RingShapeTests
{
    [Theory]
    [InlineData(0, 10)]
    [InlineData(AudioRing.MaxChunkFrames + 1, 10)]
    [InlineData(480, 1)]
    [InlineData(480, RingShape.MaxCapacity + 1)]
    public void Sizes_out_of_range_are_refused(int chunkFrames, int capacity) =>
        Assert.Equal(AudioErrorCode.InvalidArgument,
            Assert.Throws<AudioException>(() => RingShape.Of(AudioFormat.Default, chunkFrames, capacity)).Code);

    [Theory]
    [InlineData(1, 2)]
    [InlineData(AudioRing.MaxChunkFrames, RingShape.MaxCapacity)]
    public void The_ends_of_the_ranges_are_allowed(int chunkFrames, int capacity)
    {
        var shape = RingShape.Of(AudioFormat.Default, chunkFrames, capacity);
        Assert.Equal((chunkFrames, capacity), (shape.ChunkFrames, shape.Capacity));
    }

    [Theory]
    [InlineData(1, 1, 256)] // a header of 128 bytes and one sample
    [InlineData(32, 1, 256)] // exactly two cache line pairs
    [InlineData(33, 1, 384)]
    [InlineData(480, 2, 128 + 3840)]
    public void A_slot_is_header_and_samples_rounded_up_to_128_bytes(int chunkFrames, int channels, int stride) =>
        Assert.Equal(stride, RingShape.Of(new AudioFormat(48_000, channels), chunkFrames, 2).Stride);

    [Fact]
    public void A_ring_is_its_head_and_its_slots() =>
        Assert.Equal(RingMemory.SlotsOffset + 1000L * (128 + 3840), RingShape.Of(AudioFormat.Default, 480, 1000).Bytes);
}
