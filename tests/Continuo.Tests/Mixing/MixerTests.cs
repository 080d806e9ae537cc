using Continuo.Audio;
using Continuo.Mixing;
using static Continuo.Tests.Mixing.MixRun;

namespace Continuo.Tests.Mixing;

public class MixerTests
{
    [Fact]
    public void A_stereo_track_that_is_left_alone_passes_bit_for_bit()
    {
        var mixer = new Mixer(AudioFormat.Default, Plain);
        var track = mixer.AddTrack("a", fadeIn: false);
        var input = Noise(Block * 4, 1);
        Assert.Equal(input, Render(mixer, 4, block => track.Deliver(Part(input, block))));
    }

    [Fact]
    public void Tracks_are_summed_with_their_gains_and_stereo_stays_stereo()
    {
        var mixer = new Mixer(AudioFormat.Default, Plain);
        var a = mixer.AddTrack("a", settings: new TrackSettings { GainDb = -6.0205999 }, fadeIn: false);
        var b = mixer.AddTrack("b", settings: new TrackSettings { Pan = 1 }, fadeIn: false);
        var output = Render(mixer, 1, _ =>
        {
            a.Deliver(Constant(0.5f, 0.25f));
            b.Deliver(Constant(0.125f, -0.5f));
        });
        Assert.Equal(0.25f, output[0], 1e-6f);
        Assert.Equal(0.125f - 0.5f, output[1], 1e-6f);
    }

    [Fact]
    public void A_mono_track_stands_between_the_loudspeakers_and_leaks_nothing_at_the_ends()
    {
        var mixer = new Mixer(AudioFormat.Default, Plain);
        var track = mixer.AddTrack("voice", channels: 1, fadeIn: false);
        var mono = new float[Block];
        Array.Fill(mono, 1f);
        var centre = Render(mixer, 1, _ => track.Deliver(mono));
        Assert.Equal(0.7071f, centre[0], 1e-4f);
        Assert.Equal(0.7071f, centre[1], 1e-4f);
        track.Settings = new TrackSettings { Pan = -1 };
        var left = Render(mixer, 3, _ => track.Deliver(mono))[^(Block * 2)..];
        Assert.Equal(1, left[0]);
        Assert.All(Enumerable.Range(0, Block), frame => Assert.Equal(0, left[frame * 2 + 1]));
    }

    [Fact]
    public void Mute_beats_solo()
    {
        var mixer = new Mixer(AudioFormat.Default, Plain);
        MixTrack[] tracks = [mixer.AddTrack("0"), mixer.AddTrack("1"), mixer.AddTrack("2")];
        float Level(params TrackSettings[] settings)
        {
            mixer.Change(() =>
            {
                for (var i = 0; i < settings.Length; i++) tracks[i].Settings = settings[i];
            });
            return Render(mixer, 3, _ =>
            {
                for (var i = 0; i < tracks.Length; i++) tracks[i].Deliver(Constant(1 << i, 1 << i));
            })[^1];
        }

        TrackSettings plain = new(), mute = new() { Mute = true }, solo = new() { Solo = true }, both = new() { Mute = true, Solo = true };
        Assert.Equal(7, Level(plain, plain, plain));
        Assert.Equal(5, Level(plain, mute, plain));
        Assert.Equal(2, Level(plain, solo, plain));
        Assert.Equal(6, Level(plain, solo, solo));
        Assert.Equal(0, Level(plain, both, plain));
        Assert.Equal(4, Level(mute, both, solo));
        Assert.Equal(7, Level(plain, plain, plain));
    }

    [Fact]
    public void Fifteen_hundred_tracks_are_one_mix()
    {
        var mixer = new Mixer(AudioFormat.Default, Plain with { MaxBlockFrames = 64 });
        var tracks = Enumerable.Range(0, 1500).Select(i => mixer.AddTrack($"{i}", fadeIn: false)).ToArray();
        var output = new float[128];
        var block = new float[128];
        for (var i = 0; i < tracks.Length; i++)
        {
            Array.Fill(block, i);
            tracks[i].Deliver(block);
        }

        mixer.Render(output);
        Assert.All(output, sample => Assert.Equal(1500 * 1499 / 2, sample));
    }

    [Fact]
    public void A_block_costs_no_bytes_whatever_the_control_side_does_meanwhile()
    {
        var mixer = new Mixer(AudioFormat.Default);
        var bus = mixer.AddBus("bus");
        var tracks = Enumerable.Range(0, 8).Select(i => mixer.AddTrack($"{i}", i % 2 + 1, i % 3 == 0 ? bus : null)).ToArray();
        var stop = false;
        var control = new Thread(() =>
        {
            var random = new Random(1);
            while (!Volatile.Read(ref stop))
            {
                tracks[random.Next(8)].Settings = new TrackSettings
                {
                    GainDb = random.Next(-40, 0),
                    Pan = random.NextDouble(),
                    Mute = random.Next(2) == 0,
                    Solo = random.Next(9) == 0,
                };
                bus.Settings = new FaderSettings { GainDb = random.Next(-20, 0) };
                mixer.Remove(mixer.AddTrack("guest"));
            }
        });
        var input = Sine(256, 375, 0.25f);
        var output = new float[512];
        RenderBlocks(100);
        control.Start();
        var bytes = LeastAllocated.Bytes(() => RenderBlocks(5000), calls: 1);
        Volatile.Write(ref stop, true);
        control.Join();
        Assert.Equal(0, bytes);
        Assert.All(output, sample => Assert.True(Math.Abs(sample) <= 1));

        void RenderBlocks(int count)
        {
            for (var block = 0; block < count; block++)
            {
                foreach (var track in tracks)
                {
                    if (block % 97 != 0) track.Deliver(track.Channels == 1 ? input.AsSpan(0, 256) : input);
                }

                mixer.Render(output);
            }
        }
    }
}
