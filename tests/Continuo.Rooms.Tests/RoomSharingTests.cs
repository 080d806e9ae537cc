using Continuo.Rtp.Packets;

namespace Continuo.Rooms.Tests;

/// <summary>What is computed once for many.</summary>
public class RoomSharingTests
{
    private static readonly PacketCodec Codec = CodecRegistry.Describe("opus", new(48_000, 1));

    [Fact]
    public void Listeners_of_equal_mixes_share_one_encode()
    {
        using var room = new VirtualRoom();
        room.Speak("a", new ToneInput(400));
        var outputs = Enumerable.Range(0, 200).Select(i => room.Listen($"l{i}", o => o with { Codec = Codec }).Output).ToArray();
        room.Tick(20);
        Assert.Equal(20, room.Room.Statistics.EncodedPackets);
        Assert.All(outputs, output => Assert.Equal(outputs[0].Payloads, output.Payloads));
        Assert.All(outputs[0].Payloads, payload => Assert.NotEmpty(payload));
    }

    [Fact]
    public void Only_the_mixes_that_differ_at_present_are_encoded_apart()
    {
        using var room = new VirtualRoom();
        var inputs = Enumerable.Range(0, 10).Select(i => new ToneInput(300 + 100 * i) { IsIdle = i != 0 }).ToArray();
        for (var i = 0; i < inputs.Length; i++)
        {
            room.Speak($"p{i}", inputs[i]);
            room.Listen($"p{i}", o => o with { Codec = Codec });
        }

        room.Tick(50);
        Assert.Equal(2 * 50, room.Room.Statistics.EncodedPackets); // the speaker's own mix, and that of the nine others

        inputs[1].IsIdle = false;
        room.Tick(50);
        Assert.Equal(2 * 50 + 3 * 50, room.Room.Statistics.EncodedPackets);
    }

    [Fact]
    public void Personal_mixes_that_have_become_equal_are_joined()
    {
        using var room = new VirtualRoom();
        room.Speak("a", new ToneInput(400));
        room.Speak("b", new ToneInput(900));
        var members = Enumerable.Range(0, 20).Select(i => room.Listen($"l{i}", o => o with { Codec = Codec })).ToArray();
        foreach (var (listener, _) in members) listener.SetVolumes(new SpeakerVolume("a", 0.5));
        room.Tick(5);
        Assert.Equal(21, room.Room.Statistics.Mixes);
        for (var i = 0; i < 3; i++)
        {
            room.Room.TrySchedule();
            room.Maintain();
            room.Tick(5);
        }

        Assert.Equal(2, room.Room.Statistics.Mixes);
        var before = room.Room.Statistics.EncodedPackets;
        room.Tick(30);
        Assert.Equal(before + 30, room.Room.Statistics.EncodedPackets);
        Assert.All(members, m => Assert.Equal(0.05, Tone.Amplitude(m.Output.Last(4800), 400), 1e-4));
        Assert.All(members, m => Assert.InRange(Tone.LargestStep([.. m.Output.Samples]), 0, 0.022f));

        // One of them changes its mind: it alone gets a mix of its own again.
        members[0].Listener.SetVolumes(new SpeakerVolume("a", 2));
        room.Tick(30);
        Assert.Equal(0.2, Tone.Amplitude(members[0].Output.Last(4800), 400), 1e-4);
        Assert.Equal(0.05, Tone.Amplitude(members[1].Output.Last(4800), 400), 1e-4);
        Assert.InRange(Tone.LargestStep([.. members[0].Output.Samples]), 0, 0.03f);
    }

    [Fact]
    public void A_tick_allocates_nothing()
    {
        using var room = new VirtualRoom();
        for (var i = 0; i < 20; i++) room.Speak($"p{i}", new ToneInput(200 + 50 * i), o => o with { AutomaticLevel = i % 2 == 0 });
        for (var i = 0; i < 20; i++)
        {
            var options = new ListenerOptions { MemberId = $"p{i}", Codec = Codec };
            var listener = room.Room.AddListener(options, new CountingOutput());
            listener.SetVolumes(new SpeakerVolume($"p{(i + 1) % 20}", 0.5));
        }

        room.Tick(60);
        var least = LeastAllocated.Bytes(() => room.Tick(5), calls: 10);
        Assert.Equal(0, least);
    }

    private sealed class CountingOutput : IListenerOutput
    {
        public long Blocks { get; private set; }

        public void Deliver(in RoomBlock block) => Blocks++;
    }
}
