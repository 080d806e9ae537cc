using Continuo.Audio;

namespace Continuo.Rooms.Tests;

/// <summary>What goes wrong for one member stays with that member; what is out of range is refused.</summary>
public class RoomFaultTests
{
    [Fact]
    public void An_input_that_throws_ends_for_itself_and_others_are_bit_exact()
    {
        float[] expected;
        using (var alone = new VirtualRoom())
        {
            alone.Speak("good", new ToneInput(700));
            var (_, output) = alone.Listen("me");
            alone.Tick(50);
            expected = [.. output.Samples];
        }

        using var room = new VirtualRoom();
        var bad = new ToneInput(400, 0) { Throws = new InvalidOperationException("broken") };
        var speaker = room.Speak("bad", bad);
        room.Speak("good", new ToneInput(700));
        var (_, heard) = room.Listen("me");
        room.Tick(50);
        room.Room.RaiseEvents();
        Assert.Equal(expected, heard.Samples);
        Assert.Same(bad.Throws, speaker.Failure);
        Assert.Equal(1, room.Room.Statistics.Faults);
        Assert.Contains(room.Events, e => e.Kind == RoomEventKind.MemberFailed && e.Speaker == speaker);
    }

    [Fact]
    public void An_output_that_throws_receives_nothing_more_and_others_all()
    {
        using var room = new VirtualRoom();
        room.Speak("a", new ToneInput(700));
        var (_, good) = room.Listen("good");
        var (listener, bad) = room.Listen("bad");
        bad.Throws = new InvalidOperationException("closed");
        room.Tick(20);
        bad.Throws = null;
        room.Tick(20);
        Assert.Equal((40, 0), (good.Ticks.Count, bad.Ticks.Count));
        Assert.True(listener.HasFailed);
    }

    [Fact]
    public void A_handler_that_throws_is_counted_and_the_next_is_called()
    {
        using var room = new VirtualRoom();
        var calls = 0;
        room.Room.Changed += (_, _) => throw new InvalidOperationException("mine");
        room.Room.Changed += (_, _) => calls++;
        room.Listen("me");
        room.Room.RaiseEvents();
        Assert.Equal((1, 1L), (calls, room.Room.Statistics.Faults));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("a\u0001b")]
    [InlineData(null)]
    public void Ids_that_cannot_be_shown_are_refused(string? id)
    {
        using var room = new VirtualRoom();
        var e = Assert.Throws<AudioException>(() => room.Speak(id!, new ToneInput(400)));
        Assert.Equal(AudioErrorCode.InvalidArgument, e.Code);
        Assert.Empty(room.Room.Speakers);
    }

    [Fact]
    public void Oversize_names_formats_and_packet_lengths_are_refused()
    {
        using var room = new VirtualRoom();
        Assert.Throws<AudioException>(() => room.Speak(new string('x', 129), new ToneInput(400)));
        Assert.Throws<AudioException>(() => room.Speak("a", new ToneInput(400), o => o with { Name = new string('x', 129) }));
        Assert.Throws<AudioException>(() => room.Speak("a", new ToneInput(400, rate: 44_100)));
        var codec = Rtp.Packets.CodecRegistry.Describe("opus", room.Format, TimeSpan.FromMilliseconds(10));
        Assert.Throws<AudioException>(() => room.Listen("a", o => o with { Codec = codec }));
        Assert.Empty(room.Room.Speakers.Select(s => s.MemberId).Concat(room.Room.Listeners.Select(l => l.MemberId)));
    }

    [Theory]
    [InlineData(-0.01)]
    [InlineData(2.01)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void An_impossible_volume_refuses_the_whole_row(double volume)
    {
        using var room = new VirtualRoom();
        room.Speak("a", new ToneInput(400));
        var (listener, output) = room.Listen("me");
        Assert.Throws<AudioException>(() => listener.SetVolumes(new SpeakerVolume("a", 0.5), new SpeakerVolume("b", volume)));
        room.Tick(20);
        Assert.Equal(0.1, Tone.Amplitude(output.Last(4800), 400), 1e-4);
        Assert.Empty(listener.GetVolumes());
    }

    [Fact]
    public void Samples_that_are_not_numbers_are_silence()
    {
        using var room = new VirtualRoom();
        room.Speak("nan", new ToneInput(400, double.NaN));
        room.Speak("good", new ToneInput(900));
        var (_, output) = room.Listen("me");
        room.Tick(20);
        Assert.Equal(0.1, Tone.Amplitude(output.Last(4800), 900), 1e-4);
    }

    [Fact]
    public void Ten_thousand_joins_are_limited_and_the_rest_hear_on()
    {
        using var room = new VirtualRoom(new RoomOptions { MaxSpeakers = 50, MaxListeners = 100, MaxCommands = 500 });
        room.Speak("first", new ToneInput(400));
        var (_, output) = room.Listen("me");
        var refused = 0;
        for (var i = 0; i < 10_000; i++)
        {
            try
            {
                room.Listen($"l{i}");
            }
            catch (AudioException e) when (e.Code == AudioErrorCode.InvalidArgument)
            {
                refused++;
            }

            if (i % 1000 == 0) room.Tick();
        }

        Assert.Equal((100, 9901), (room.Room.Listeners.Count, refused));
        room.Tick(20);
        Assert.Equal(0.1, Tone.Amplitude(output.Last(4800), 400), 1e-4);
    }

    [Fact]
    public void Too_many_changes_in_one_tick_are_refused_and_counted()
    {
        using var room = new VirtualRoom(new RoomOptions { MaxCommands = 16 });
        room.Speak("a", new ToneInput(400));
        var (listener, _) = room.Listen("me");
        room.Tick();
        var refused = 0;
        for (var i = 0; i < 100; i++)
        {
            try
            {
                listener.SetVolumes(new SpeakerVolume("a", i / 100.0));
            }
            catch (AudioException e) when (e.Code == AudioErrorCode.Unsupported)
            {
                refused++;
            }
        }

        Assert.Equal((84, 84L), (refused, room.Room.Statistics.RefusedCommands));
        room.Tick();
        listener.SetVolumes(new SpeakerVolume("a"));
    }
}
