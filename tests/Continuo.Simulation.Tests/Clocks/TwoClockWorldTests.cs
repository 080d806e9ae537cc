using Continuo.Simulation.Clocks;

namespace Continuo.Simulation.Tests.Clocks;

public sealed class TwoClockWorldTests
{
    [Fact]
    public void The_faster_clock_acts_more_often_by_its_ppm()
    {
        var world = new TwoClockWorld(ClockModel.Constant(1000), ClockModel.Constant(-100));
        long sent = 0, received = 0;
        world.Run(TimeSpan.FromSeconds(100), 10e6, _ => sent++, 10e6, _ => received++);
        Assert.Equal(10_010, sent);
        Assert.Equal(9_999, received);
        Assert.Equal(100_000_000_000, world.World.Now);
    }

    [Fact]
    public void Acts_come_in_the_order_of_the_worlds_time_and_on_their_own_clocks_period()
    {
        var world = new TwoClockWorld(ClockModel.Constant(250), ClockModel.Constant(-300, offset: 5_000_000));
        var last = -1L;
        world.Run(TimeSpan.FromSeconds(3), 20e6, n => Check(world.Sender.Now, n * 20_000_000), 1e9 / 3,
            n => Check(world.Receiver.Now - 5_000_000, (long)Math.Round(n * 1e9 / 3)));

        void Check(long now, long due)
        {
            Assert.InRange(now - due, -1, 1);
            Assert.True(world.World.Now >= last);
            last = world.World.Now;
        }
    }

    [Fact]
    public void A_second_run_continues_where_the_first_ended()
    {
        var world = new TwoClockWorld(ClockModel.Steady, ClockModel.Steady);
        var seen = new List<long>();
        for (var i = 0; i < 2; i++) world.Run(TimeSpan.FromMilliseconds(35), 10e6, seen.Add, 10e6, _ => { });
        Assert.Equal([0, 1, 2, 3, 4, 5, 6], seen);
    }

    [Fact]
    public void Waiting_on_a_drifting_clock_moves_the_world_to_the_deadline()
    {
        var world = new TwoClockWorld(ClockModel.Steady, ClockModel.Constant(-1000));
        Assert.True(world.Receiver.WaitUntil(999_000_000, new Continuo.Threading.WakeSignal()));
        Assert.Equal(1_000_000_000, world.World.Now);
    }
}
