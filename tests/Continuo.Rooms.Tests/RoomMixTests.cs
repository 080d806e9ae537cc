using Continuo.Mixing;

namespace Continuo.Rooms.Tests;

/// <summary>Who hears whom, and at which level.</summary>
public class RoomMixTests
{
    [Fact]
    public void Everyone_hears_all_others_and_not_themselves()
    {
        using var room = new VirtualRoom();
        var inputs = new[] { new ToneInput(300), new ToneInput(700), new ToneInput(1100) };
        var outputs = new CapturedOutput[3];
        for (var i = 0; i < 3; i++)
        {
            room.Speak($"p{i}", inputs[i]);
            outputs[i] = room.Listen($"p{i}").Output;
        }

        room.Tick(50);
        var delay = new LookAheadLimiter(room.Format).LatencyFrames;
        for (var who = 0; who < 3; who++)
        {
            Assert.Equal(50 * room.Frames, outputs[who].Samples.Count);
            for (var frame = 2000; frame < 40_000; frame++)
            {
                var expected = inputs.Where((_, i) => i != who).Sum(input => input.At(frame - delay));
                Assert.Equal(expected, outputs[who].Samples[frame], 1e-5);
            }
        }
    }

    [Fact]
    public void A_speaker_is_never_heard_by_itself_from_the_first_frame_on()
    {
        using var room = new VirtualRoom();
        var (_, output) = room.Listen("me");
        room.Tick(3);
        room.Speak("me", new ToneInput(500, 0.9));
        room.Tick(10);
        Assert.All(output.Samples, sample => Assert.InRange(sample, -1e-6f, 1e-6f));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.5)]
    [InlineData(1.25)]
    [InlineData(2.0)]
    public void A_listeners_volume_changes_its_own_mix_alone_and_without_a_click(double volume)
    {
        using var room = new VirtualRoom();
        room.Speak("a", new ToneInput(400));
        room.Speak("b", new ToneInput(900));
        var (listener, mine) = room.Listen("me");
        var (_, other) = room.Listen("you");
        room.Tick(10);
        listener.SetVolumes(new SpeakerVolume("a", volume));
        room.Tick(30);

        var block = mine.Last(4800);
        Assert.Equal(0.1 * volume, Tone.Amplitude(block, 400), 1e-4);
        Assert.Equal(0.1, Tone.Amplitude(block, 900), 1e-4);
        Assert.Equal(0.1, Tone.Amplitude(other.Last(4800), 400), 1e-4);

        // A tone's own step, twice the level, and what the ramp adds; a click would be ten times as much.
        var most = 0.1 * Math.Max(1, volume) * 2 * Math.PI * 400 / 48_000 + 0.1 * 2 * Math.PI * 900 / 48_000 + 0.2 / 480;
        Assert.InRange(Tone.LargestStep(mine.Samples.ToArray().AsSpan(1000)), 0, (float)most);
    }

    [Fact]
    public void Full_scale_voices_at_200_percent_stay_below_the_ceiling()
    {
        using var room = new VirtualRoom();
        for (var i = 0; i < 4; i++) room.Speak($"s{i}", new ToneInput(200 + 130 * i, 1.0));
        var (listener, output) = room.Listen("me");
        for (var percent = 0; percent <= 200; percent += 10)
        {
            listener.SetVolumes([.. Enumerable.Range(0, 4).Select(i => new SpeakerVolume($"s{i}", percent / 100.0))]);
            room.Tick(3);
        }

        Assert.InRange(output.Samples.Max(Math.Abs), 0.5f, 0.8914f); // −1 dBFS
    }

    [Fact]
    public void Mute_beats_solo_and_groups_are_switched_off_and_on()
    {
        using var room = new VirtualRoom();
        room.Speak("a", new ToneInput(400), o => o with { Group = "Track 1" });
        room.Speak("b", new ToneInput(900), o => o with { Group = "Track 2" });
        room.Speak("c", new ToneInput(1500));
        var (listener, output) = room.Listen("me");

        Assert.Equal((true, true, true), Heard());
        listener.SetVolumes(new SpeakerVolume("a", IsMuted: true));
        Assert.Equal((false, true, true), Heard());
        listener.SetVolumes(new SpeakerVolume("a", IsMuted: true, IsSolo: true), new SpeakerVolume("b", IsSolo: true));
        Assert.Equal((false, true, false), Heard());
        listener.SetVolumes(new SpeakerVolume("a"), new SpeakerVolume("b"));
        Assert.Equal((true, true, true), Heard());
        listener.SetGroup("Track 2", isOn: false);
        Assert.Equal((true, false, true), Heard());
        listener.SetGroup("Track 2", isOn: true);
        Assert.Equal((true, true, true), Heard());
        Assert.Empty(listener.GetVolumes());

        (bool, bool, bool) Heard()
        {
            room.Tick(15);
            var block = output.Last(4800);
            return (Is(400), Is(900), Is(1500));

            bool Is(double hertz)
            {
                var amplitude = Tone.Amplitude(block, hertz);
                Assert.True(amplitude is < 1e-5 or > 0.0999, $"{hertz} Hz at {amplitude}");
                return amplitude > 0.05;
            }
        }
    }

    [Fact]
    public void A_volume_set_before_a_speaker_joins_applies_from_its_first_frame()
    {
        using var room = new VirtualRoom();
        var (listener, output) = room.Listen("me");
        listener.SetVolumes(new SpeakerVolume("late", IsMuted: true));
        room.Tick(2);
        room.Speak("late", new ToneInput(400, 0.9));
        room.Tick(10);
        Assert.All(output.Samples, sample => Assert.InRange(sample, -1e-6f, 1e-6f));
        listener.SetVolumes(new SpeakerVolume("late", 0.5));
        room.Tick(20);
        Assert.Equal(0.45, Tone.Amplitude(output.Last(4800), 400), 1e-3);
    }

    [Fact]
    public void A_stereo_voice_keeps_its_sides_and_a_mono_seat_folds_it()
    {
        foreach (var isMono in new[] { false, true })
        {
            using var room = new VirtualRoom(new RoomOptions { Format = new(48_000, 2) });
            room.Speak("a", new ToneInput(400, 0.2, channels: 2), o => o with { IsMonoSeat = isMono });
            var (_, output) = room.Listen("me");
            room.Tick(20);
            var (left, right) = (new float[4800], new float[4800]);
            var samples = output.Last(9600);
            for (var i = 0; i < 4800; i++) (left[i], right[i]) = (samples[2 * i], samples[2 * i + 1]);
            var (l, r) = (Tone.Amplitude(left, 400), Tone.Amplitude(right, 400));
            if (isMono) Assert.Equal(l, r, 1e-5);
            else Assert.Equal((0.2, 0.1), (Math.Round(l, 4), Math.Round(r, 4)));
            Assert.InRange(l, 0.09, 0.21);
        }
    }

    [Fact]
    public void A_speaker_that_leaves_fades_out_and_is_disposed_once()
    {
        using var room = new VirtualRoom();
        var input = new ToneInput(400, 0.5);
        var speaker = room.Speak("a", input);
        var (_, output) = room.Listen("me");
        room.Tick(10);
        speaker.Leave();
        speaker.Leave();
        room.Tick(10);
        room.Maintain();
        Assert.Equal(1, input.Disposals);
        Assert.InRange(Tone.LargestStep([.. output.Samples]), 0, 0.5f * 2 * MathF.PI * 400 / 48_000 + 0.5f / 480);
        Assert.All(output.Last(4800), sample => Assert.Equal(0, sample));
    }
}
