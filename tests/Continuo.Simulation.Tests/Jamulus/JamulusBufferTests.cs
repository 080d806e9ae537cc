using Continuo.Simulation.Jamulus;

namespace Continuo.Simulation.Tests.Jamulus;

public sealed class JamulusBufferTests
{
    [Fact]
    public void Blocks_come_out_in_order_and_what_is_missing_is_reported()
    {
        var buffer = Filled(4, 10, 12, 11);
        Assert.Equal([true, true, true, false], Enumerable.Range(0, 4).Select(_ => buffer.Get()));
    }

    [Fact]
    public void What_comes_too_early_moves_the_window_forward_and_drops_the_oldest()
    {
        var buffer = Filled(3, 10, 11, 12, 14);
        Assert.Equal(12, buffer.Next);
        Assert.Equal([true, false, true], Enumerable.Range(0, 3).Select(_ => buffer.Get()));
    }

    [Fact]
    public void What_comes_too_late_moves_the_window_back_and_is_next()
    {
        var buffer = Filled(4, 10);
        for (var i = 0; i < 3; i++) buffer.Get();
        buffer.Put(11);
        Assert.Equal(11, buffer.Next);
        Assert.True(buffer.Get());
        Assert.False(buffer.Get());
    }

    [Fact]
    public void Another_size_keeps_what_fits()
    {
        var buffer = Filled(4, 10, 11, 12, 13).Resize(2);
        Assert.Equal([true, true, false], Enumerable.Range(0, 3).Select(_ => buffer.Get()));
    }

    private static JamulusBuffer Filled(int blocks, params long[] puts)
    {
        var buffer = new JamulusBuffer(blocks);
        foreach (var block in puts) buffer.Put(block);
        return buffer;
    }
}
