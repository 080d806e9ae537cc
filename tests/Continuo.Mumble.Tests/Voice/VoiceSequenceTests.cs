using Continuo.Codecs.Opus;
using Continuo.Mumble.Voice;

namespace Continuo.Mumble.Tests.Voice;

public class VoiceSequenceTests
{
    private readonly VoiceSequence _sequence = new();

    [Fact]
    public void Packets_of_a_talk_have_consecutive_numbers_and_a_lost_one_leaves_a_hole()
    {
        Assert.Equal((0, 4800), Place(10));
        Assert.Equal((1, 5760), Place(12));
        Assert.Equal((3, 7680), Place(16));
        Assert.Equal((2, 6720), Place(14)); // late
        Assert.Equal((4, 8640), Place(18));
    }

    [Fact]
    public void A_pause_is_not_a_loss_wherever_the_next_talk_begins()
    {
        Assert.Equal((0, 0), Place(0));
        Assert.Equal((1, 960), Place(2, isLast: true));
        Assert.Equal((2, 48_000), Place(100)); // the client counts the pause
        Assert.Equal((3, 48_960), Place(102, isLast: true));
        Assert.Equal((4, 0), Place(0)); // the client begins again, as it does after five seconds
        Assert.Equal((5, 960), Place(2));
    }

    [Fact]
    public void A_talk_whose_end_was_lost_is_followed_by_another()
    {
        Assert.Equal((0, 0), Place(0));
        Assert.Equal((1, 480_000), Place(1000));
        Assert.Equal((2, 480_960), Place(1002));
        Assert.Equal((3, 1920), Place(4));
    }

    [Fact]
    public void Packets_of_any_length_follow_each_other()
    {
        Assert.Equal((0, 0), Place(0, 10));
        Assert.Equal((1, 480), Place(1, 10));
        Assert.Equal((2, 960), Place(2, 60));
        Assert.Equal((3, 3840), Place(8, 60));
        Assert.Equal((4, 6720), Place(14, 20));
        Assert.Equal((5, 7680), Place(16, 20));
    }

    private (int Sequence, int MediaTime) Place(long frame, int milliseconds = 20, bool isLast = false)
    {
        var packet = new VoicePacket { FrameNumber = frame, Opus = OpusSilence.Packet(milliseconds, 1), IsLast = isLast };
        _sequence.Place(packet, out var sequence, out var mediaTime);
        return ((int)sequence, (int)mediaTime);
    }
}
