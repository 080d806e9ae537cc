using System.Runtime.InteropServices;

namespace Continuo.Rtp.Tests.Fuzzing;

public sealed class ParserFuzzTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Spoilt_inputs_neither_throw_nor_are_read_beyond_their_end(ulong seed)
    {
        using var fuzz = new ParserFuzz(seed);
        fuzz.Run(200_000);

        // Otherwise nothing beyond the first check would have been tried.
        Assert.InRange(fuzz.RtpAccepted, 50_000, 195_000);
        Assert.InRange(fuzz.RedAccepted, 10_000, 400_000);
        Assert.InRange(fuzz.RtcpAccepted, 20_000, 195_000);
        Assert.InRange(fuzz.SdpAccepted, fuzz.SdpInputs / 20, fuzz.SdpInputs);
    }

    [Fact]
    public void Guarded_memory_is_there_up_to_its_edges()
    {
        using var memory = new GuardedMemory(100);
        var end = memory.Place([1, 2, 3], atEnd: true);
        var start = memory.Place([4, 5], atEnd: false);
        Assert.Equal((byte[])[1, 2, 3], end);
        Assert.Equal((byte[])[4, 5], start);
        unsafe
        {
            // Safety: only the address is looked at.
            fixed (byte* last = &MemoryMarshal.GetReference(end)) Assert.Equal(0, ((nint)last + 3) % 4096);
        }
    }
}
