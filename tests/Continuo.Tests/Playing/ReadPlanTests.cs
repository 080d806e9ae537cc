using Continuo.Playing;

namespace Continuo.Tests.Playing;

public class ReadPlanTests
{
    [Fact]
    public void A_plan_without_a_loop_is_a_straight_line()
    {
        var plan = new ReadPlan(1, 100, null, []);
        Assert.Equal((100, 1100), (plan.SongAt(0), plan.SongAt(1000)));
        Assert.Equal(long.MaxValue, plan.TurnAfter(0));
    }

    [Theory]
    [InlineData(0, 120)]
    [InlineData(79, 199)]
    [InlineData(80, 100)]
    [InlineData(81, 101)]
    [InlineData(179, 199)]
    [InlineData(180, 100)]
    [InlineData(1085, 105)]
    public void A_plan_with_a_loop_turns_back_at_its_end(long index, long song) =>
        Assert.Equal(song, new ReadPlan(1, 120, new LoopRegion(100, 200), []).SongAt(index));

    [Theory]
    [InlineData(0, 80)]
    [InlineData(79, 80)]
    [InlineData(80, 180)]
    [InlineData(81, 180)]
    [InlineData(179, 180)]
    [InlineData(180, 280)]
    public void The_next_turn_lies_after_the_index(long index, long turn) =>
        Assert.Equal(turn, new ReadPlan(1, 120, new LoopRegion(100, 200), []).TurnAfter(index));

    [Theory]
    [InlineData(199, true)]
    [InlineData(200, false)]
    [InlineData(201, false)]
    public void A_plan_that_starts_at_or_behind_the_loop_s_end_does_not_turn(long start, bool turns)
    {
        var plan = new ReadPlan(1, start, new LoopRegion(100, 200), []);
        Assert.Equal(turns ? 109 : start + 10, plan.SongAt(10));
        Assert.Equal(turns ? 1 : long.MaxValue, plan.TurnAfter(0));
    }
}
