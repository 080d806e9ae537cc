using Continuo.Rtp.Reception;

namespace Continuo.Rtp.Tests.Reception;

/// <summary>Packets that hold something else than was agreed are told by their timestamps.</summary>
public sealed class PayloadGateTests
{
    [Fact]
    public void A_first_packet_that_is_cut_by_the_encoders_delay_is_no_other_codec()
    {
        var gate = new PayloadGate();
        gate.Take(1, 0, 960, 100);
        for (var i = 2; i < 20; i++)
        {
            gate.Take(i, (uint)(648 + ((i - 2) * 960)), 960, 100);
            Assert.True(gate.IsOpen, $"closed at packet {i}");
        }
    }

    [Theory]
    [InlineData(480, 2)] // packets that hold less than their timestamps say
    [InlineData(2880, 3)] // more: the first may be cut
    public void Packets_that_contradict_their_timestamps_close_it(int ticks, int packets)
    {
        var gate = new PayloadGate();
        for (var i = 0; i < packets; i++)
        {
            Assert.True(gate.IsOpen);
            gate.Take(i, (uint)(i * 960), ticks, 3840);
        }

        Assert.False(gate.IsOpen);
        Assert.Equal(960, gate.Step);
    }

    [Fact]
    public void One_contradiction_among_many_packets_is_an_accident()
    {
        var gate = new PayloadGate();
        uint timestamp = 0;
        for (var i = 0; i < 100; i++)
        {
            gate.Take(i, timestamp += i == 50 ? 100u : 960, 960, 100);
            Assert.True(gate.IsOpen);
        }
    }
}
