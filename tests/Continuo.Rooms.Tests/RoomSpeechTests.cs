using Continuo.Audio;

namespace Continuo.Rooms.Tests;

/// <summary>Who speaks, who is mixed, who is attenuated.</summary>
public class RoomSpeechTests
{
    [Fact]
    public void Speaking_is_reported_once_at_its_beginning_and_end()
    {
        using var room = new VirtualRoom();
        var input = new ToneInput(400, 0);
        var speaker = room.Speak("a", input);
        var (_, output) = room.Listen("me");
        for (var i = 0; i < 3; i++)
        {
            input.Amplitude = 0.2;
            room.Tick(25);
            Assert.True(speaker.IsSpeaking);
            Assert.Equal([speaker.Number], output.LastSources);
            input.Amplitude = 0.00001;
            room.Tick(25);
            Assert.False(speaker.IsSpeaking);
            Assert.Empty(output.LastSources);
        }

        room.Room.RaiseEvents();
        var turns = room.Events.Where(e => e.Speaker is not null && e.Kind != RoomEventKind.SpeakerJoined).Select(e => e.Kind);
        Assert.Equal(
            Enumerable.Repeat(new[] { RoomEventKind.SpeakingStarted, RoomEventKind.SpeakingStopped }, 3).SelectMany(k => k), turns);
    }

    [Fact]
    public void Contributing_sources_of_a_personal_mix_leave_out_whom_it_removes()
    {
        using var room = new VirtualRoom();
        var (a, b) = (room.Speak("a", new ToneInput(400)), room.Speak("b", new ToneInput(900)));
        var (_, own) = room.Listen("a");
        var (_, common) = room.Listen("me");
        room.Tick(5);
        Assert.Equal([b.Number], own.LastSources);
        Assert.Equal([a.Number, b.Number], common.LastSources);
    }

    [Fact]
    public void Only_the_loudest_are_mixed_and_a_louder_one_takes_over_without_a_click()
    {
        using var room = new VirtualRoom(new RoomOptions { MaxMixed = 2 });
        var inputs = Enumerable.Range(0, 5).Select(i => new ToneInput(300 + 200 * i, 0.05 + 0.03 * i)).ToArray();
        for (var i = 0; i < 5; i++) room.Speak($"s{i}", inputs[i]);
        var (_, output) = room.Listen("me");
        room.Tick(50);
        Assert.Equal([false, false, false, true, true], Mixed());
        inputs[0].Amplitude = 0.3;
        room.Tick(50);
        Assert.Equal([true, false, false, false, true], Mixed());

        bool[] Mixed() => [.. inputs.Select((_, i) => Tone.Amplitude(output.Last(4800), 300 + 200 * i) > 0.02)];
    }

    [Fact]
    public void A_speaker_who_talks_over_attenuates_the_others_and_gives_way_again()
    {
        using var room = new VirtualRoom();
        var commentator = new ToneInput(400, 0);
        room.Speak("music", new ToneInput(900, 0.2));
        room.Speak("commentator", commentator, o => o with { TalksOver = true });
        var (_, output) = room.Listen("me");
        room.Tick(30);
        Assert.Equal(0.2, Tone.Amplitude(output.Last(4800), 900), 1e-3);
        commentator.Amplitude = 0.2;
        room.Tick(30);
        Assert.Equal(0.2 * Decibels.ToGain(-15), Tone.Amplitude(output.Last(4800), 900), 1e-3);
        Assert.Equal(0.2, Tone.Amplitude(output.Last(4800), 400), 1e-3);
        commentator.Amplitude = 0;
        room.Tick(150);
        Assert.Equal(0.2, Tone.Amplitude(output.Last(4800), 900), 1e-3);
        var slope = (0.2 * 900 + 0.2 * 400) * 2 * Math.PI / 48_000;
        // The tone starts at its peak's slope.
        Assert.InRange(Tone.LargestStep(output.Samples.ToArray().AsSpan(1000)), 0, (float)(slope + 0.2 + 1e-3));
    }

    [Fact]
    public void Automatic_level_brings_a_quiet_and_a_loud_voice_to_the_same_loudness_below_the_manual_volume()
    {
        using var room = new VirtualRoom();
        room.Speak("quiet", new ToneInput(997, 0.05), o => o with { AutomaticLevel = true });
        room.Speak("loud", new ToneInput(1301, 0.3), o => o with { AutomaticLevel = true });
        var (listener, output) = room.Listen("me");
        room.Tick(500);
        var (quiet, loud) = (Tone.Amplitude(output.Last(4800), 997), Tone.Amplitude(output.Last(4800), 1301));
        Assert.InRange(Decibels.FromGain(quiet / loud), -1.5, 1.5);
        listener.SetVolumes(new SpeakerVolume("quiet", 0.5));
        room.Tick(50);
        Assert.Equal(quiet * 0.5, Tone.Amplitude(output.Last(4800), 997), quiet * 0.02);
    }

    [Fact]
    public void Push_to_talk_opens_and_closes_without_a_click()
    {
        using var room = new VirtualRoom();
        var speaker = room.Speak("a", new ToneInput(400, 0.5), o => o with { IsMuted = true });
        var (_, output) = room.Listen("me");
        room.Tick(20);
        Assert.All(output.Samples, sample => Assert.Equal(0, sample));
        speaker.SetMuted(false);
        room.Tick(20);
        Assert.Equal(0.5, Tone.Amplitude(output.Last(4800), 400), 1e-3);
        speaker.SetMuted(true);
        room.Tick(20);
        Assert.All(output.Last(4800), sample => Assert.Equal(0, sample));
        Assert.InRange(Tone.LargestStep([.. output.Samples]), 0, 0.5f * 2 * MathF.PI * 400 / 48_000 + 0.5f / 480 + 1e-4f);
    }

    [Fact]
    public void Packets_that_stop_in_the_middle_are_reported_as_a_stall_and_then_as_recovery()
    {
        using var room = new VirtualRoom();
        var input = new ToneInput(400);
        var speaker = room.Speak("a", input);
        room.Listen("me");
        room.Tick(10);
        input.Status = SpeakerBlock.Concealed;
        room.Tick(20);
        Assert.True(speaker.IsStalled);
        input.Status = SpeakerBlock.Heard;
        room.Tick(5);
        Assert.False(speaker.IsStalled);
        room.Room.RaiseEvents();
        Assert.Equal([RoomEventKind.SpeakerStalled, RoomEventKind.SpeakerRecovered],
            room.Events.Select(e => e.Kind).Where(k => k is RoomEventKind.SpeakerStalled or RoomEventKind.SpeakerRecovered));
    }
}
