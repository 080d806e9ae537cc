using Continuo.Audio;
using Continuo.Codecs.Opus;

namespace Continuo.Codecs.Tests.Opus;

public sealed class OpusPresetTests
{
    public static TheoryData<bool> Families => [true, false];

    [Fact]
    public void The_bit_rates_are_the_documented_ones()
    {
        Assert.Equal([48_000, 80_000, 128_000, 160_000], OpusPreset.Audio.Select(p => p.Settings.BitRate));
        Assert.Equal([24_000, 40_000, 64_000, 80_000], OpusPreset.Voice.Select(p => p.Settings.BitRate));
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Each_preset_is_coded_and_better_than_the_one_before(bool isAudio)
    {
        var presets = isAudio ? OpusPreset.Audio : OpusPreset.Voice;
        var format = isAudio ? OpusRun.Stereo : OpusRun.Mono;
        var speech = OpusRun.Speech(48_000, 3 * 48_000);
        var random = new Random(2);
        for (var i = 0; i < speech.Length; i++) speech[i] += 0.02f * (random.NextSingle() - 0.5f); // something to hear in every band
        var sound = isAudio ? OpusRun.Interleave(speech, [.. speech.Reverse()]) : speech;
        var (lastRate, lastBandwidth, lastComplexity) = (0.0, 0, 0);
        foreach (var preset in presets)
        {
            using var encoder = new OpusEncoder(format, preset.Application, preset.Settings);
            var packets = OpusRun.Encode(encoder, sound, 960);
            var rate = packets.Skip(50).Average(p => p.Length) * 8 * 50;
            var bandwidth = packets.Skip(50).Min(p => OpusPacket.BandwidthOf(p));
            Assert.InRange(rate, 0.75 * preset.Settings.BitRate, 1.25 * preset.Settings.BitRate);
            Assert.True(rate > lastRate && bandwidth >= lastBandwidth && preset.Settings.Complexity >= lastComplexity,
                $"{preset.Name}: {rate} b/s, {bandwidth} Hz");
            Assert.Equal(sound.Length, OpusRun.Decode(format, packets).Length);
            (lastRate, lastBandwidth, lastComplexity) = (rate, bandwidth, preset.Settings.Complexity);
        }
    }

    [Fact]
    public void A_preset_is_found_by_its_name_and_an_unknown_one_refused()
    {
        Assert.Same(OpusPreset.Audio[3], OpusPreset.Named("Ultra"));
        Assert.Same(OpusPreset.Voice[0], OpusPreset.Named("voice-low"));
        var failure = Assert.Throws<AudioException>(() => OpusPreset.Named("best"));
        Assert.Equal(AudioErrorCode.InvalidArgument, failure.Code);
        Assert.Contains("voice-ultra", failure.Remedy, StringComparison.Ordinal);
    }
}
