using Continuo.Audio;
using Continuo.Rooms.Announcing;
using Continuo.Rooms.Recording;

namespace Continuo.Rooms.Tests.Recording;

/// <summary>Announcements, and what was heard before as one.</summary>
public sealed class ReplayTests : IDisposable
{
    private const int Frames = 960;

    private readonly VirtualRoom _room = new();

    public void Dispose() => _room.Dispose();

    [Fact]
    public async Task A_clip_is_heard_once_and_from_its_first_frame()
    {
        var tone = new ToneInput(500, 0.2);
        var clip = new AudioClip(_room.Format, [.. Enumerable.Range(0, 10 * Frames + 7).Select(i => tone.At(i))]);
        var (_, heard) = _room.Listen("b");
        _room.Tick(3);
        var announcement = _room.Room.Announce(clip, new AnnouncementOptions { Name = "Jingle" });
        Assert.Equal("Jingle", announcement.Speaker.Name);
        _room.Tick(20);
        await announcement.Completion.WaitAsync(TimeSpan.FromSeconds(10));
        _room.Tick(2);

        Assert.Equal(0.2, Tone.Amplitude(heard.Samples.ToArray().AsSpan(4 * Frames, 8 * Frames), 500), 0.005);
        Assert.Equal(0, heard.Last(5 * Frames).Max());
        Assert.Empty(_room.Room.Speakers);
    }

    [Fact]
    public void Others_are_attenuated_while_it_is_heard_if_that_is_wished()
    {
        _room.Speak("a", new ToneInput(500));
        var (_, heard) = _room.Listen("b");
        var jingle = new ToneInput(900);
        var announcement = _room.Room.Announce(new AudioClip(_room.Format, [.. Enumerable.Range(0, 50 * Frames).Select(i => jingle.At(i))]),
            new AnnouncementOptions { TalksOver = true });
        _room.Tick(40);
        Assert.Equal(0.1 * Math.Pow(10, -15 / 20.0), Tone.Amplitude(heard.Last(10 * Frames), 500), 0.002);
        announcement.Stop();
        _room.Tick(100);
        Assert.Equal(0.1, Tone.Amplitude(heard.Last(10 * Frames), 500), 0.005);
    }

    [Fact]
    public void The_mix_and_a_person_can_be_heard_again()
    {
        var anna = new ToneInput(500, 0.1);
        _room.Speak("a", anna);
        var late = new ToneInput(900, 0.2);
        var (listener, _) = _room.Listen("desk", o => o with { Volumes = [new("a", 0.5)] });
        using var replay = new RoomReplay(_room.Room, listener, TimeSpan.FromSeconds(2));
        Assert.Null(replay.TakeMix(TimeSpan.FromSeconds(1)));
        _room.Tick(150);
        _room.Speak("b", late);
        _room.Tick(25);

        var mix = replay.TakeMix(TimeSpan.FromSeconds(1))!;
        Assert.Equal(50 * Frames, mix.Frames);
        Assert.Equal(0.05, Tone.Amplitude(mix.Samples[..(20 * Frames)], 500), 0.003);
        Assert.Equal(0.2, Tone.Amplitude(mix.Samples[(30 * Frames)..], 900), 0.005);

        var person = replay.Take("a", TimeSpan.FromSeconds(10))!; // no more than is kept
        Assert.Equal(100 * Frames, person.Frames);
        for (var i = 0; i < person.Frames; i++) Assert.Equal(anna.At(75 * Frames + i), person.Samples[i]);
        Assert.Equal(25 * Frames, replay.Take("b", TimeSpan.FromSeconds(2))!.Frames); // what was before is left out
        Assert.Null(replay.Take("nobody", TimeSpan.FromSeconds(1)));

        // It goes into the room as an announcement, which is not kept alone.
        var again = _room.Room.Announce(person);
        _room.Tick(10);
        Assert.Null(replay.Take(again.Speaker.MemberId, TimeSpan.FromSeconds(1)));
        Assert.Throws<AudioException>(() => new RoomReplay(_room.Room, listener, TimeSpan.FromSeconds(301)));
    }

    [Fact]
    public void Keeping_and_playing_allocate_nothing_in_the_tick()
    {
        _room.Speak("a", new ToneInput(500));
        var (listener, output) = _room.Listen("desk");
        output.KeepsLast = true;
        using var replay = new RoomReplay(_room.Room, listener, TimeSpan.FromSeconds(2));
        _room.Room.Announce(new AudioClip(_room.Format, new float[100 * Frames]));
        _room.Tick(10);
        var least = LeastAllocated.Bytes(() => _room.Tick(5), calls: 10);
        using var plain = new VirtualRoom();
        plain.Speak("a", new ToneInput(500));
        plain.Listen("desk").Output.KeepsLast = true;
        Assert.Equal(LeastAllocated.Bytes(() => plain.Tick(5), calls: 10), least); // what the test's own output allocates
    }
}
