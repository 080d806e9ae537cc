using Continuo.Audio;
using Continuo.Mixing;
using static Continuo.Tests.Mixing.MixRun;

namespace Continuo.Tests.Mixing;

/// <summary>The faders of buses and of the master.</summary>
public sealed class FaderTests
{
    private readonly Mixer _mixer = new(AudioFormat.Default, Plain);

    [Fact]
    public void Settings_are_read_back()
    {
        var bus = _mixer.AddBus("bus", new FaderSettings { GainDb = -3 });
        Assert.Equal(new FaderSettings { GainDb = -3 }, bus.Settings);
        bus.Settings = new FaderSettings { GainDb = -7, Mute = true };
        Assert.Equal(new FaderSettings { GainDb = -7, Mute = true }, bus.Settings);
        var track = _mixer.AddTrack("a", settings: new TrackSettings { Pan = 0.5 });
        Assert.Equal(new TrackSettings { Pan = 0.5 }, track.Settings);
        track.Settings = new TrackSettings { GainDb = -2, Solo = true };
        Assert.Equal(new TrackSettings { GainDb = -2, Solo = true }, track.Settings);
        _mixer.Master = new FaderSettings { GainDb = -9 };
        Assert.Equal(new FaderSettings { GainDb = -9 }, _mixer.Master);
    }

    [Fact]
    public void A_master_gain_that_is_set_before_the_first_block_holds_from_the_first_frame()
    {
        _mixer.Master = new FaderSettings { GainDb = -6.0205999 };
        Assert.All(RenderOnes(), sample => Assert.Equal(0.5f, sample, 1e-6f));
    }

    [Fact]
    public void A_master_gain_that_is_changed_later_is_reached_over_10_ms()
    {
        RenderOnes();
        _mixer.Master = new FaderSettings { GainDb = -6.0205999 };
        var output = RenderOnes();
        Assert.Equal(1, output[0], 0.01f);
        Assert.Equal(0.75f, output[480], 0.01f);
        Assert.Equal(0.5f, RenderOnes()[0], 1e-6f);
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

    private float[] RenderOnes()
    {
        var track = _mixer.Tracks.Count > 0 ? _mixer.Tracks[0] : _mixer.AddTrack("a", fadeIn: false);
        var block = new float[960];
        Array.Fill(block, 1f);
        track.Deliver(block);
        _mixer.Render(block);
        return block;
    }
}
