using Continuo.Codecs.Opus;
using Continuo.Rooms.Scheduling;

namespace Continuo.Rooms.Tests;

/// <summary>Overload: what is given up, in which order, and when it comes back.</summary>
public class ShedControlTests
{
    [Fact]
    public void Complexity_goes_first_then_the_number_of_speakers_then_stereo()
    {
        var usual = OpusPreset.Named("voice-high").Settings;
        int[] complexities = [10, 5, 2, 0, 0, 0, 0, 0];
        int[] mixed = [int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue, 16, 8, 4, 4];
        for (var step = 0; step <= ShedSteps.Count; step++)
        {
            var settings = ShedSteps.Settings(usual, step);
            Assert.Equal((complexities[step], step == ShedSteps.Count), (settings.Complexity, settings.IsMono));
            Assert.Equal(mixed[step], ShedSteps.MaxMixed(0, step));
            Assert.Equal(Math.Min(6, mixed[step]), ShedSteps.MaxMixed(6, step));
        }
    }

    [Fact]
    public void Steps_are_taken_under_load_and_restored_after_a_calm_second_each()
    {
        var control = new ShedControl();
        Take(control, 100, 0.6);
        Assert.Equal(0, control.Step);
        Take(control, 30, 0.8);
        Assert.Equal(3, control.Step);
        Take(control, 500, 0.9);
        Assert.Equal(3, control.Step); // no speaker is left out while the ticks are in time
        Take(control, 1000, 0.6);
        Assert.Equal(3, control.Step); // neither busy nor calm
        Take(control, 50, 0.2);
        Assert.Equal(2, control.Step);
        Take(control, 100, 0.2);
        Assert.Equal((0, (3L, 3L)), (control.Step, control.Counts));
    }

    [Fact]
    public void A_stall_costs_no_quality_and_there_is_an_end_to_the_steps()
    {
        var control = new ShedControl();
        for (var i = 0; i < 1000; i++) control.Take(i % 10 == 0 ? 4 : 0.1, wasLate: i % 10 == 0);
        Assert.Equal(0, control.Step);
        Take(control, 1000, 1.2, wasLate: true);
        Assert.Equal(ShedSteps.Count, control.Step);
        Assert.Equal((ShedSteps.Count, 0L), control.Counts);
    }

    [Fact]
    public void A_step_that_is_needed_again_at_once_is_restored_later_each_time()
    {
        var control = new ShedControl();
        for (var round = 0; round < 6; round++)
        {
            Take(control, 15, 0.9); // two windows, wherever they begin
            Assert.Equal(1, control.Step);
            var calm = 0;
            for (; control.Step > 0; calm++) Take(control, 1, 0.2);
            Assert.Equal(Math.Min(50 << round, 1600), calm);
        }
    }

    [Fact]
    public void A_room_that_sheds_mixes_fewer_and_encodes_on()
    {
        using var room = new VirtualRoom(new RoomOptions { Format = new(48_000, 2) });
        for (var i = 0; i < 10; i++) room.Speak($"s{i}", new ToneInput(300 + 100 * i, 0.02 + 0.01 * i));
        var codec = Rtp.Packets.CodecRegistry.Describe("opus", room.Format);
        var (_, output) = room.Listen("me", o => o with { Codec = codec });
        room.Tick(20);
        Assert.Equal(10, output.LastSources.Length);
        Assert.Equal(2, OpusPacket.ChannelsOf(output.Payloads[^1]));
        room.Shed = ShedSteps.Count;
        room.Tick(50);
        Assert.Equal(4, output.LastSources.Length);
        Assert.Equal(1, OpusPacket.ChannelsOf(output.Payloads[^1]));
        room.Shed = 0;
        room.Tick(50);
        Assert.Equal(10, output.LastSources.Length);
        Assert.All(output.Payloads, payload => Assert.NotEmpty(payload));
    }

    private static void Take(ShedControl control, int periods, double used, bool wasLate = false)
    {
        for (var i = 0; i < periods; i++) control.Take(used, wasLate);
    }
}
