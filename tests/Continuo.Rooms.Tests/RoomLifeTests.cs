using Continuo.Rooms.Mixing;
using Continuo.Rtp.Packets;

namespace Continuo.Rooms.Tests;

/// <summary>Joining, leaving, falling silent, and what is left behind.</summary>
public class RoomLifeTests
{
    private static readonly PacketCodec Codec = CodecRegistry.Describe("L16", new(8000, 1));

    [Fact]
    public void A_room_parks_when_nothing_arrives_and_its_clock_counts_on()
    {
        using var room = new VirtualRoom(new RoomOptions { Format = Codec.Format });
        using var sender = new PacketSender(Codec, 400, 0.2, room.Clock, TimeSpan.FromSeconds(1), 1);
        room.BeforeTick = _ => sender.DeliverUntil(room.Clock.Now + 20_000_000);
        room.Speak("a", sender.Input);
        room.Room.TrySchedule();
        room.Tick(50);
        Assert.False(room.Room.TryPark());
        room.Tick(40); // a second after the last packet the input is idle
        Assert.False(room.Room.TryPark());
        room.Tick(120);
        Assert.True(room.Room.TryPark());
        Assert.True(room.Room.IsParked);
    }

    [Fact]
    public void A_room_does_not_park_while_a_change_or_a_packet_waits()
    {
        using var room = new VirtualRoom(new RoomOptions { Format = Codec.Format, ParkAfter = TimeSpan.FromSeconds(0.1) });
        room.Room.TrySchedule();
        room.Tick(5);
        var (listener, _) = room.Listen("me");
        Assert.False(room.Room.TryPark());
        room.Tick();
        Assert.True(room.Room.TryPark());
        room.Room.TrySchedule();
        using var sender = new PacketSender(Codec, 400, 0.2, room.Clock, TimeSpan.FromSeconds(1), 1);
        room.Speak("a", sender.Input);
        room.Tick(50);
        sender.DeliverUntil(room.Clock.Now + 1_000_000_000);
        Assert.False(room.Room.TryPark());
        listener.Leave();
    }

    [Fact]
    public void A_speaker_that_sends_nothing_for_thirty_seconds_is_removed()
    {
        using var room = new VirtualRoom(new RoomOptions { Format = Codec.Format });
        using var sender = new PacketSender(Codec, 400, 0.2, room.Clock, TimeSpan.FromSeconds(5), 1);
        room.BeforeTick = _ => sender.DeliverUntil(room.Clock.Now + 20_000_000);
        var speaker = room.Speak("a", sender.Input);
        room.Speak("silent", new PacketSender(Codec, 400, 0.2, room.Clock, TimeSpan.FromSeconds(1), 1).Input);
        room.Room.TrySchedule();
        for (var second = 0; second < 34; second++)
        {
            room.Tick(50);
            room.Maintain();
            Assert.Contains(speaker, room.Room.Speakers);
            if (second == 31) Assert.Single(room.Room.Speakers);
        }

        room.Tick(100);
        room.Maintain();
        room.Tick();
        room.Maintain();
        Assert.Empty(room.Room.Speakers);
        Assert.Equal(2, room.Events.Count(e => e.Kind == RoomEventKind.SpeakerLeft));
    }

    [Fact]
    public void A_speaker_with_a_volume_of_its_own_leaves_without_a_trace()
    {
        using var room = new VirtualRoom();
        room.Speak("stays", new ToneInput(400));
        var leaver = room.Speak("goes", new ToneInput(900));
        var (_, output) = room.Listen("me", o => o with { Volumes = [new("goes", 0.5)] });
        var (_, without) = room.Listen("other", o => o with { Volumes = [new("goes", IsMuted: true)] });
        room.Tick(50);
        leaver.Leave();
        room.Tick(50);
        Assert.InRange(Tone.Amplitude(output.Last(24_000), 900, 48_000), 0, 1e-4);
        Assert.InRange(Tone.Amplitude(without.Last(24_000), 900, 48_000), 0, 1e-4);
        Assert.InRange(Tone.Amplitude(output.Last(24_000), 400, 48_000), 0.095, 0.105);
    }

    [Fact]
    public void Churn_leaves_nothing_behind()
    {
        using var room = new VirtualRoom(new RoomOptions { Format = Codec.Format });
        room.Room.TrySchedule();
        var (_, stays) = room.Listen("stays");
        stays.KeepsLast = true;
        var random = new Random(5);
        List<(RoomSpeaker, RoomListener)> members = [];
        List<ToneInput> inputs = [];
        for (var i = 0; i < 2000; i++)
        {
            var input = new ToneInput(300, 0.01, rate: 8000);
            inputs.Add(input);
            var speaker = room.Speak($"p{i}", input);
            var (listener, output) = room.Listen($"p{i}", o => o with { Volumes = [new SpeakerVolume($"p{i - 1}", 0.5)] });
            output.KeepsLast = true;
            members.Add((speaker, listener));
            if (members.Count > 10)
            {
                var leaving = members[random.Next(members.Count)];
                members.Remove(leaving);
                leaving.Item1.Leave();
                leaving.Item2.Leave();
            }

            room.Tick();
            if (i % 10 == 0) room.Maintain();
        }

        foreach (var (speaker, listener) in members)
        {
            speaker.Leave();
            listener.Leave();
        }

        for (var i = 0; i < 5; i++)
        {
            room.Tick();
            room.Maintain();
        }

        Assert.All(inputs, input => Assert.Equal(1, input.Disposals));
        Assert.Equal(1, room.Room.Statistics.Mixes);
        Assert.Empty(room.Room.Speakers);
        Assert.Single(room.Room.Listeners);
        Assert.Equal(2000, room.Events.Count(e => e.Kind == RoomEventKind.SpeakerJoined));
        Assert.Equal(2000, room.Events.Count(e => e.Kind == RoomEventKind.SpeakerLeft));
        Assert.Equal(0, room.Room.Statistics.DroppedEvents);
    }
}
