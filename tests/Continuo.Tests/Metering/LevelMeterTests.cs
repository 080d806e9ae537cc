using Continuo.Audio;
using Continuo.Metering;

namespace Continuo.Tests.Metering;

public class LevelMeterTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_sine_has_its_amplitude_as_peak_and_3_dB_less_as_rms(int channels)
    {
        var meter = new LevelMeter(new AudioFormat(48_000, channels));
        var signal = EbuSignals.Tone(channels, 48_000, (-6, 1));
        for (var i = 0; i < signal.Length; i++) signal[i] /= 1 + i % channels;
        meter.Process(signal);
        for (var channel = 0; channel < channels; channel++)
        {
            Assert.Equal(-6 + Decibels.FromGain(1.0 / (1 + channel)), Decibels.FromGain(meter.Peak(channel)), 0.01);
            Assert.Equal(-9.01 + Decibels.FromGain(1.0 / (1 + channel)), Decibels.FromGain(meter.Rms(channel)), 0.01);
        }
    }

    [Fact]
    public void The_peak_falls_by_20_dB_in_1700_ms_and_the_highest_stays()
    {
        var meter = new LevelMeter(new AudioFormat(48_000, 1));
        meter.Process(EbuSignals.Tone(1, 48_000, (0, 0.1)));
        meter.Process(new float[81_600]);
        Assert.Equal(-20, Decibels.FromGain(meter.Peak(0)), 0.05);
        Assert.Equal(0, Decibels.FromGain(meter.MaxPeak(0)), 0.01);
        Assert.Equal(0, meter.Rms(0));
        meter.Reset();
        Assert.Equal(0, meter.MaxPeak(0));
    }

    [Fact]
    public void One_odd_sample_anywhere_is_seen_in_its_channel_only()
    {
        for (var frame = 0; frame < 480; frame += 13)
        {
            var meter = new LevelMeter(AudioFormat.Default);
            var block = new float[960];
            block[frame * 2 + 1] = -0.9f;
            meter.Process(block);
            Assert.Equal(0, meter.Peak(0));
            Assert.Equal(0.9f, meter.Peak(1));
        }
    }

    [Fact]
    public void Not_a_number_counts_as_silence()
    {
        var meter = new LevelMeter(AudioFormat.Default);
        var block = new float[960];
        (block[4], block[5], block[959]) = (float.NaN, float.PositiveInfinity, float.NaN);
        block[0] = 0.5f;
        meter.Process(block);
        Assert.Equal(0.5f, meter.Peak(0));
        Assert.Equal(0, meter.Peak(1));
        Assert.Equal(0, meter.Rms(1));
    }

    [Fact]
    public void All_meters_allocate_nothing_and_start_again_when_asked()
    {
        var meter = new AudioMeter(AudioFormat.Default, MeterParts.All);
        var block = EbuSignals.Tone((-6, 0.1));
        Assert.Equal(0, LeastAllocated.Bytes(() => meter.Process(block)));
        Assert.True(meter.Loudness!.Integrated > -7);
        meter.Reset();
        meter.Process(new float[96_000]);
        Assert.Equal(double.NegativeInfinity, meter.Loudness.Integrated);
        Assert.Equal(double.NegativeInfinity, meter.TruePeak!.MaxDb);
        Assert.Equal(0, meter.Levels!.MaxPeak(0));
    }

    [Fact]
    public void Only_the_meters_asked_for_exist()
    {
        var meter = new AudioMeter(AudioFormat.Default, MeterParts.TruePeak);
        Assert.Null(meter.Levels);
        Assert.Null(meter.Loudness);
        Assert.NotNull(meter.TruePeak);
    }
}
