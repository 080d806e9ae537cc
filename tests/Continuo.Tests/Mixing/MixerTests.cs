using Continuo.Audio;
using Continuo.Metering;
using Continuo.Mixing;

namespace Continuo.Tests.Mixing;

public class MixerTests
{
    private const int Block = 480;

    /// <summary>No limiter and no meters: what comes out is the sum and nothing else.</summary>
    private static readonly MixerOptions Plain = new() { Limiter = null, MasterMeters = MeterParts.None, TrackMeters = MeterParts.None, BusMeters = MeterParts.None };

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
    public void Buses_and_the_master_have_faders_of_their_own()
    {
        var mixer = new Mixer(AudioFormat.Default, Plain);
        var bus = mixer.AddBus("drums");
        var (direct, bussed) = (mixer.AddTrack("direct"), mixer.AddTrack("bussed", bus: bus));
        float Level() => Render(mixer, 3, _ =>
        {
            direct.Deliver(Constant(1, 1));
            bussed.Deliver(Constant(2, 2));
        })[^1];

        Assert.Equal(3, Level());
        bus.Settings = new FaderSettings { GainDb = -20 };
        Assert.Equal(1.2f, Level(), 1e-5f);
        bus.Settings = new FaderSettings { Mute = true };
        Assert.Equal(1, Level());
        mixer.Master = new FaderSettings { GainDb = 6.0205999 };
        Assert.Equal(2, Level(), 1e-5f);
        mixer.Master = new FaderSettings { Mute = true };
        Assert.Equal(0, Level());
    }

    [Theory]
    [InlineData(64)]
    [InlineData(512)]
    [InlineData(1024)]
    [InlineData(4096)]
    public void Gain_steps_mute_and_solo_are_the_same_ramp_at_any_block_size(int block)
    {
        Assert.Equal(Steps(4096), Steps(block));

        static float[] Steps(int block)
        {
            const int Period = 4096;
            var mixer = new Mixer(AudioFormat.Default, Plain);
            var (track, other) = (mixer.AddTrack("a", fadeIn: false), mixer.AddTrack("b"));
            Action[] changes =
            [
                () => track.Settings = new TrackSettings { GainDb = -12 },
                () => track.Settings = new TrackSettings { GainDb = 6, Pan = 0.5 },
                () => track.Settings = new TrackSettings { Mute = true },
                () => track.Settings = new TrackSettings(),
                () => other.Settings = new TrackSettings { Solo = true },
                () => mixer.Change(() => (other.Settings, mixer.Master) = (new TrackSettings(), new FaderSettings { GainDb = -3 })),
            ];
            var output = new float[Period * changes.Length * 2];
            var ones = new float[block * 2];
            Array.Fill(ones, 1f);
            for (var at = 0; at < output.Length; at += block * 2)
            {
                if (at % (Period * 2) == 0) changes[at / (Period * 2)]();
                track.Deliver(ones);
                mixer.Render(output.AsSpan(at, block * 2));
            }

            return output;
        }
    }

    [Theory]
    [InlineData(64)]
    [InlineData(512)]
    [InlineData(4096)]
    public void A_gain_step_leaves_no_zipper_in_the_spectrum(int block)
    {
        var input = Sine(16_384, 997, 0.5f);
        var mixer = new Mixer(AudioFormat.Default, Plain);
        var track = mixer.AddTrack("a", fadeIn: false);
        var output = new float[input.Length];
        for (var at = 0; at < input.Length; at += block * 2)
        {
            if (at == 8192 * 2) track.Settings = new TrackSettings { GainDb = -20 };
            track.Deliver(input.AsSpan(at, block * 2));
            mixer.Render(output.AsSpan(at, block * 2));
        }

        // The same step at once, as the measure of what is looked for.
        var abrupt = input.ToArray();
        for (var i = 8192 * 2; i < abrupt.Length; i++) abrupt[i] *= 0.1f;
        Assert.InRange(Splatter(abrupt), -70, -40);
        Assert.InRange(Splatter(output), -200, -90);
    }

    [Fact]
    public void Every_change_has_a_number_and_is_heard_as_a_whole()
    {
        var mixer = new Mixer(AudioFormat.Default, Plain);
        var (a, b) = (mixer.AddTrack("a"), mixer.AddTrack("b"));
        var before = mixer.Published;
        mixer.Change(() => (a.Settings, b.Settings) = (new TrackSettings { Mute = true }, new TrackSettings { Mute = true }));
        Assert.Equal(before + 1, mixer.Published);
        Assert.True(mixer.Applied < mixer.Published);
        mixer.Render(new float[Block * 2]);
        Assert.Equal(mixer.Published, mixer.Applied);
        Assert.Equal(Block, mixer.FramesRendered);
    }

    [Fact]
    public void Tracks_and_buses_come_and_go_without_a_click()
    {
        var mixer = new Mixer(AudioFormat.Default, Plain);
        var signal = Sine(Block * 40, 440, 0.25f);
        var running = new List<MixTrack>();
        MixBus? bus = null;
        var output = Render(mixer, 40, block =>
        {
            if (block % 8 == 2) running.Add(mixer.AddTrack("direct"));
            if (block % 8 == 3) running.Add(mixer.AddTrack("bussed", bus: bus = mixer.AddBus("bus")));
            foreach (var track in running) track.Deliver(Part(signal, block)); // also to what is being removed
            if (block % 8 == 6)
            {
                mixer.Change(() =>
                {
                    foreach (var track in mixer.Tracks) mixer.Remove(track);
                    mixer.Remove(bus!);
                });
            }
        });
        Assert.Empty(mixer.Tracks);
        Assert.Empty(mixer.Buses);
        Assert.True(output.Max() > 0.4f);
        AssertNoStep(output, 0.05f);
        Assert.All(output[(Block * 2 * 39)..], sample => Assert.Equal(0, sample));
    }

    [Fact]
    public void A_bus_that_is_muted_when_it_goes_takes_its_tracks_along()
    {
        var mixer = new Mixer(AudioFormat.Default, Plain);
        var bus = mixer.AddBus("bus", new FaderSettings { Mute = true });
        var weak = AddAndRemove();
        for (var i = 0; i < 4; i++) mixer.Render(new float[Block * 2]);
        GC.Collect();
        Assert.False(weak.IsAlive);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        WeakReference AddAndRemove()
        {
            var track = mixer.AddTrack("a", bus: bus);
            track.Deliver(Constant(1, 1));
            mixer.Render(new float[Block * 2]);
            mixer.Change(() =>
            {
                mixer.Remove(track);
                mixer.Remove(bus);
            });
            return new WeakReference(track);
        }
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
                tracks[random.Next(8)].Settings = new TrackSettings { GainDb = random.Next(-40, 0), Pan = random.NextDouble(), Mute = random.Next(2) == 0, Solo = random.Next(9) == 0 };
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

    [Fact]
    public void Gains_above_1_end_at_the_limiter_and_the_meters_see_it()
    {
        var mixer = new Mixer(AudioFormat.Default);
        var track = mixer.AddTrack("loud", settings: new TrackSettings { GainDb = 12 });
        var signal = Sine(Block * 100, 1000, 1);
        var output = Render(mixer, 100, block => track.Deliver(Part(signal, block)));
        Assert.True(output.Max() <= Decibels.ToGain(-1));
        Assert.InRange(Decibels.FromGain(mixer.LimiterGain), -13.5, -12.5);
        Assert.InRange(mixer.Meters!.TruePeak!.MaxDb, -1.4, -1);
        Assert.InRange(mixer.Meters.Loudness!.Momentary, -1.4, -1);
        Assert.Equal(12, Decibels.FromGain(track.Meters!.Levels!.MaxPeak(0)), 0.01);
        Assert.Equal(new LookAheadLimiter(AudioFormat.Default).LatencyFrames, mixer.LatencyFrames);
    }

    [Fact]
    public void Meters_of_tracks_and_buses_see_what_comes_out_of_the_fader()
    {
        var mixer = new Mixer(AudioFormat.Default, Plain with { TrackMeters = MeterParts.Levels, BusMeters = MeterParts.Levels });
        var bus = mixer.AddBus("bus", new FaderSettings { GainDb = -6.0206 });
        var left = mixer.AddTrack("left", bus: bus, settings: new TrackSettings { GainDb = -6.0206, Pan = -1 }, fadeIn: false);
        var muted = mixer.AddTrack("muted", fadeIn: false);
        var input = Constant(0.8f, 0.4f);
        Render(mixer, 2, _ =>
        {
            left.Deliver(input);
            muted.Deliver(input);
        });
        Assert.Equal((0.4, 0.0), (Math.Round(left.Meters!.Levels!.Peak(0), 4), left.Meters.Levels.Peak(1)));
        Assert.Equal((0.2, 0.0), (Math.Round(bus.Meters!.Levels!.Peak(0), 4), bus.Meters.Levels.Peak(1)));
        Assert.Equal(0.8f, muted.Meters!.Levels!.Peak(0));

        // The gain goes down over one block of 10 ms; behind it nothing is left to measure.
        muted.Meters.Reset();
        muted.Settings = new TrackSettings { Mute = true };
        var squares = Render(mixer, 1, _ =>
        {
            left.Deliver(input);
            muted.Deliver(input);
        });
        Assert.True(squares[^2] < squares[0]);
        Assert.InRange(muted.Meters.Levels.MaxPeak(0), 0.79f, 0.8f);
        muted.Meters.Reset();
        Render(mixer, 1, _ =>
        {
            left.Deliver(input);
            muted.Deliver(input);
        });
        Assert.Equal(0, muted.Meters.Levels.MaxPeak(0));
        Assert.Equal(0, muted.Meters.Levels.Peak(0));
    }

    [Fact]
    public void Values_and_things_that_cannot_be_are_refused_and_change_nothing()
    {
        var mixer = new Mixer(AudioFormat.Default, Plain);
        var track = mixer.AddTrack("a");
        var bus = mixer.AddBus("b");
        var number = mixer.Published;
        Refused(AudioErrorCode.InvalidArgument, () => track.Settings = new TrackSettings { GainDb = 12.1 });
        Refused(AudioErrorCode.InvalidArgument, () => track.Settings = new TrackSettings { GainDb = double.NaN });
        Refused(AudioErrorCode.InvalidArgument, () => track.Settings = new TrackSettings { GainDb = double.PositiveInfinity });
        Refused(AudioErrorCode.InvalidArgument, () => track.Settings = new TrackSettings { Pan = 1.1 });
        Refused(AudioErrorCode.InvalidArgument, () => track.Settings = new TrackSettings { Pan = double.NaN });
        Refused(AudioErrorCode.InvalidArgument, () => bus.Settings = new FaderSettings { GainDb = 99 });
        Refused(AudioErrorCode.InvalidArgument, () => mixer.Master = new FaderSettings { GainDb = double.NaN });
        Refused(AudioErrorCode.Unsupported, () => mixer.AddTrack("surround", 6));
        Assert.Equal(number, mixer.Published);
        Refused(AudioErrorCode.Unsupported, () => new Mixer(new AudioFormat(48_000, 6), Plain).AddTrack("a", settings: new TrackSettings { Pan = 0.5 }));
        Refused(AudioErrorCode.InvalidArgument, () => new Mixer(AudioFormat.Default, new MixerOptions { MaxBlockFrames = 0 }).AddBus("b"));
        Refused(AudioErrorCode.NotFound, () => new Mixer(AudioFormat.Default, Plain).AddTrack("a", bus: bus));
        Refused(AudioErrorCode.NotFound, () => new Mixer(AudioFormat.Default, Plain).Remove(track));
        mixer.AddTrack("in b", bus: bus);
        Refused(AudioErrorCode.InvalidArgument, () => mixer.Remove(bus));
        track.Settings = new TrackSettings { GainDb = double.NegativeInfinity };
        Assert.Throws<ArgumentException>(() => mixer.Render(new float[3]));
        Assert.Throws<ArgumentException>(() => mixer.Render(new float[4097 * 2]));
    }

    private static void Refused(AudioErrorCode code, Action action) => Assert.Equal(code, Assert.Throws<AudioException>(action).Code);

    private static float[] Render(Mixer mixer, int blocks, Action<int> deliver)
    {
        var output = new float[blocks * Block * 2];
        for (var block = 0; block < blocks; block++)
        {
            deliver(block);
            mixer.Render(output.AsSpan(block * Block * 2, Block * 2));
        }

        return output;
    }

    private static ReadOnlySpan<float> Part(float[] signal, int block) => signal.AsSpan(block * Block * 2, Block * 2);

    private static float[] Constant(float left, float right) => [.. Enumerable.Range(0, Block * 2).Select(i => i % 2 == 0 ? left : right)];

    private static float[] Noise(int frames, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, frames * 2).Select(_ => random.NextSingle() - 0.5f)];
    }

    internal static float[] Sine(int frames, double hertz, float amplitude) =>
        [.. Enumerable.Range(0, frames * 2).Select(i => amplitude * (float)Math.Sin(2 * Math.PI * hertz * (i / 2) / 48_000))];

    internal static void AssertNoStep(float[] stereo, float limit)
    {
        for (var i = 2; i < stereo.Length; i++) Assert.True(Math.Abs(stereo[i] - stereo[i - 2]) < limit, $"a step of {stereo[i] - stereo[i - 2]} at frame {i / 2}");
    }

    /// <summary>The highest component from 6 to 20 kHz around frame 8192, in dB below the tone, in a Blackman-Harris window.</summary>
    private static double Splatter(float[] stereo)
    {
        const int Length = 4096;
        var highest = 0.0;
        for (var bin = 512; bin < 1700; bin += 3)
        {
            var (re, im) = (0.0, 0.0);
            for (var i = 0; i < Length; i++)
            {
                var x = 2 * Math.PI * i / Length;
                var window = 0.35875 - 0.48829 * Math.Cos(x) + 0.14128 * Math.Cos(2 * x) - 0.01168 * Math.Cos(3 * x);
                var (sin, cos) = Math.SinCos(x * bin);
                re += stereo[(8192 - Length / 2 + i) * 2] * window * cos;
                im += stereo[(8192 - Length / 2 + i) * 2] * window * sin;
            }

            highest = Math.Max(highest, Math.Sqrt(re * re + im * im));
        }

        return 20 * Math.Log10(highest / (0.25 * Length * 0.35875));
    }
}
