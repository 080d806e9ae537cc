using Continuo.Simulation.Load;

namespace Continuo.Rooms.Tests;

/// <summary>Many joins and leaves in virtual time.</summary>
public class RoomSoakTests
{
    [Fact]
    public void Four_hundred_who_come_and_go_or_vanish_leave_nothing_behind_and_no_packet_without_a_reason()
    {
        using var soak = new RoomSoak(400, TimeSpan.FromMinutes(4));
        var found = soak.Run();
        Assert.Equal((400, 0, 0, 0), (found.Users, found.UnexplainedPackets, found.MissedBlocks, found.LeftBehind));
        Assert.Equal((0, 0, 0), (found.DroppedEvents, found.RefusedCommands, found.Faults));
        Assert.InRange(found.LongestStateSeconds, 30, 32);
    }
}
