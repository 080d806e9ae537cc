using Continuo.Audio;
using Continuo.Mixing;
using static Continuo.Tests.Mixing.MixRun;

namespace Continuo.Tests.Mixing;

/// <summary>Tracks and buses that come and go, and changes that belong together.</summary>
public class MixerChangeTests
{
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
    public void A_track_that_leaves_fades_out_through_its_own_bus()
    {
        var mixer = new Mixer(AudioFormat.Default, Plain);
        var bus = mixer.AddBus("quiet", new FaderSettings { GainDb = -20 });
        var (direct, bussed) = (mixer.AddTrack("direct", fadeIn: false), mixer.AddTrack("bussed", bus: bus, fadeIn: false));
        Assert.Equal(1.1f, RenderBoth()[^1], 1e-5f);
        mixer.Remove(direct);
        Assert.Equal(1.1f, RenderBoth()[0], 0.01f);
        Assert.Equal(0.1f, RenderBoth()[^1], 1e-5f);
        mixer.Remove(bussed);
        Assert.Equal(0.1f, RenderBoth()[0], 0.001f);
        Assert.Equal(0, RenderBoth()[^1]);

        float[] RenderBoth() => Render(mixer, 2, _ =>
        {
            direct.Deliver(Constant(1, 1));
            bussed.Deliver(Constant(1, 1));
        });
    }

    [Fact]
    public void Tracks_that_leave_at_once_all_fade_to_the_end()
    {
        var mixer = new Mixer(AudioFormat.Default, Plain);
        var tracks = Enumerable.Range(0, 3).Select(i => mixer.AddTrack($"{i}", fadeIn: false)).ToArray();
        var ones = new float[64 * 2];
        Array.Fill(ones, 1f);
        Assert.Equal(3, Next());
        mixer.Change(() => Array.ForEach(tracks, mixer.Remove));
        for (var block = 0; block < 7; block++) Assert.Equal(3 * (1 - block * 64 / 480.0), Next(), 0.02);

        float Next()
        {
            foreach (var track in tracks) track.Deliver(ones);
            var output = new float[64 * 2];
            mixer.Render(output);
            return output[0];
        }
    }

    [Fact]
    public void A_bus_that_is_removed_is_released_when_it_has_faded_out()
    {
        var mixer = new Mixer(AudioFormat.Default, Plain);
        var weak = AddAndRemove();
        for (var i = 0; i < 4; i++) mixer.Render(new float[Block * 2]);
        GC.Collect();
        Assert.False(weak.IsAlive);

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        WeakReference AddAndRemove()
        {
            var bus = mixer.AddBus("bus");
            mixer.Render(new float[Block * 2]);
            mixer.Remove(bus);
            return new WeakReference(bus);
        }
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
        Refused(
            AudioErrorCode.Unsupported,
            () => new Mixer(new AudioFormat(48_000, 6), Plain).AddTrack("a", settings: new TrackSettings { Pan = 0.5 }));
        Refused(AudioErrorCode.InvalidArgument, () => new Mixer(AudioFormat.Default, new MixerOptions { MaxBlockFrames = 0 }).AddBus("b"));
        Refused(AudioErrorCode.NotFound, () => new Mixer(AudioFormat.Default, Plain).AddTrack("a", bus: bus));
        Refused(AudioErrorCode.NotFound, () => new Mixer(AudioFormat.Default, Plain).Remove(track));
        mixer.AddTrack("in b", bus: bus);
        Refused(AudioErrorCode.InvalidArgument, () => mixer.Remove(bus));
        track.Settings = new TrackSettings { GainDb = double.NegativeInfinity };
        Assert.Throws<ArgumentException>(() => mixer.Render(new float[3]));
        Assert.Throws<ArgumentException>(() => mixer.Render(new float[4097 * 2]));
    }
}
