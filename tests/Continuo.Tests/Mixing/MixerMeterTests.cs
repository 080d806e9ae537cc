using Continuo.Audio;
using Continuo.Metering;
using Continuo.Mixing;
using static Continuo.Tests.Mixing.MixRun;

namespace Continuo.Tests.Mixing;

/// <summary>The limiter, and the meters of tracks, buses and the master.</summary>
public class MixerMeterTests
{
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
    public void Without_a_limiter_nothing_is_limited_or_late()
    {
        var mixer = new Mixer(AudioFormat.Default, Plain);
        Assert.Equal((1f, 0), (mixer.LimiterGain, mixer.LatencyFrames));
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
}
