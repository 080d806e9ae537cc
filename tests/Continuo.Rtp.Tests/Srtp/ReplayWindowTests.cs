using Continuo.Rtp.Srtp;
using FsCheck.Fluent;

namespace Continuo.Rtp.Tests.Srtp;

public sealed class ReplayWindowTests
{
    /// <summary>Beside a set of all indices that were accepted.</summary>
    [Fact]
    public void An_index_is_new_once_and_not_before_the_window()
    {
        Prop.ForAll<ushort, short[]>((first, steps) =>
        {
            var window = default(ReplayWindow);
            var accepted = new HashSet<ulong>();
            ulong index = first;
            foreach (var step in steps.Prepend((short)0).SelectMany(s => new[] { s % 400, s % 5, 1 }))
            {
                index = (ulong)Math.Max(0, (long)index + step);
                var highest = accepted.Count == 0 ? 0 : accepted.Max();
                var isNew = accepted.Count == 0 || (!accepted.Contains(index) && index + ReplayWindow.Packets > highest);
                Assert.Equal(isNew, window.IsNew(index));
                if (!isNew) continue;
                window.Accept(index);
                accepted.Add(index);
                Assert.Equal(accepted.Max(), window.Highest);
            }
        }).Holds();
    }

    [Theory]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(190)]
    [InlineData(256)]
    public void After_a_jump_what_it_left_out_is_new(ulong jump)
    {
        var window = default(ReplayWindow);
        for (ulong index = 0; index < 50; index++) window.Accept(index);
        var highest = 49 + jump;
        window.Accept(highest);
        for (var index = Math.Max(50, highest - ReplayWindow.Packets + 1); index < highest; index++)
        {
            Assert.True(window.IsNew(index), $"{index}");
        }

        Assert.False(window.IsNew(highest));
        Assert.False(window.IsNew(highest - ReplayWindow.Packets));
    }

    [Theory]
    [InlineData(0UL, 0, 0UL)]
    [InlineData(5UL, 6, 6UL)]
    [InlineData(65_535UL, 0, 65_536UL)] // turns over
    [InlineData(65_540UL, 65_535, 65_535UL)] // from before the turn
    [InlineData(0x2_8000UL, 0x7FFF, 0x2_7FFFUL)]
    [InlineData(0x2_8000UL, 0x8001, 0x2_8001UL)]
    [InlineData(0x2_FFFFUL, 0x7FFE, 0x3_7FFEUL)] // as far ahead as can be
    public void A_sequence_number_becomes_the_nearest_index(ulong highest, int sequence, ulong expected)
    {
        var window = default(ReplayWindow);
        window.Accept(highest);
        Assert.True(window.TryEstimate((ushort)sequence, out var index));
        Assert.Equal(expected, index);
    }

    [Fact]
    public void There_is_no_index_before_0_or_beyond_48_bits()
    {
        var window = default(ReplayWindow);
        window.Accept(3);
        Assert.False(window.TryEstimate(65_535, out _));
        window.Accept((1UL << 48) - 1);
        Assert.False(window.TryEstimate(0, out _));
        Assert.True(window.TryEstimate(65_534, out _));
    }

    [Fact]
    public void Before_the_first_packet_the_roll_over_counter_is_0()
    {
        Assert.True(default(ReplayWindow).TryEstimate(65_535, out var index));
        Assert.Equal(65_535ul, index);
    }
}
