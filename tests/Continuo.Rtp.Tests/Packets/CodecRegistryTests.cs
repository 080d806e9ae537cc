using Continuo.Audio;
using Continuo.Codecs.Opus;
using Continuo.Rtp.Packets;

namespace Continuo.Rtp.Tests.Packets;

public sealed class CodecRegistryTests
{
    private static readonly AudioFormat Stereo = new(48_000, 2);

    [Theory]
    [InlineData("OPUS", 48_000, 2, 20, "opus", 960, 48_000, 960, 2)]
    [InlineData("opus", 16_000, 1, 20, "opus", 320, 48_000, 960, 2)]
    [InlineData("opus", 8_000, 1, 2.5, "opus", 20, 48_000, 120, 2)]
    [InlineData("l16", 44_100, 2, 5, "L16", 221, 44_100, 221, 2)]
    [InlineData("L24", 48_000, 6, 1, "L24", 48, 48_000, 48, 6)]
    [InlineData("f32", 96_000, 2, 10, "F32", 960, 96_000, 960, 2)]
    public void A_codec_is_described(
        string name,
        int rate,
        int channels,
        double milliseconds,
        string spelt,
        int frames,
        int clockRate,
        int clockStep,
        int wireChannels)
    {
        var codec = CodecRegistry.Describe(name, new AudioFormat(rate, channels), TimeSpan.FromMilliseconds(milliseconds));
        Assert.Equal((spelt, frames, clockRate, clockStep, wireChannels),
            (codec.Name, codec.FramesPerPacket, codec.ClockRate, codec.ClockStep, codec.WireChannels));
        using var encoder = CodecRegistry.CreateEncoder(codec);
        using var decoder = CodecRegistry.CreateDecoder(codec);
        Assert.Equal((codec.Format, frames, codec.Format), (encoder.Format, encoder.FramesPerPacket, decoder.Format));
        var payload = new byte[encoder.MaxPayloadBytes];
        var bytes = encoder.Encode(Tones.Sine(440, rate, frames, channels), payload);
        Assert.Equal(frames, decoder.FramesOf(payload.AsSpan(0, bytes)));
    }

    [Fact]
    public void Parameters_are_read_and_count_more_than_the_preset()
    {
        var codec = CodecRegistry.Describe("opus", Stereo, null, "maxaveragebitrate=40000; useinbandfec = 1;usedtx=1;CBR=1;sprop-stereo");
        Assert.Equal(("40000", "1", "", null),
            (codec.Parameter("maxaveragebitrate"), codec.Parameter("UseInbandFec"), codec.Parameter("sprop-stereo"),
                codec.Parameter("stereo")));
        using var encoder = (OpusPacketEncoder)CodecRegistry.CreateEncoder(codec, OpusPreset.Named("ultra"));
        var settings = encoder.Settings;
        Assert.Equal((40_000, true, true, OpusRateMode.Constant), (settings.BitRate, settings.InBandFec, settings.Dtx, settings.RateMode));
        using var plain = (OpusPacketEncoder)CodecRegistry.CreateEncoder(CodecRegistry.Describe("opus", Stereo), OpusPreset.Named("low"));
        Assert.Equal(OpusPreset.Named("low").Settings, plain.Settings);
    }

    [Theory]
    [InlineData("G722", 48_000, 2, 20, AudioErrorCode.Unsupported)]
    [InlineData("opus", 44_100, 2, 20, AudioErrorCode.Unsupported)]
    [InlineData("opus", 48_000, 6, 20, AudioErrorCode.Unsupported)]
    [InlineData("opus", 48_000, 2, 30, AudioErrorCode.InvalidArgument)]
    [InlineData("L16", 48_000, 2, 0, AudioErrorCode.InvalidArgument)]
    [InlineData("L16", 48_000, 2, 121, AudioErrorCode.InvalidArgument)]
    public void What_is_impossible_is_refused(string name, int rate, int channels, double milliseconds, AudioErrorCode code)
    {
        var failure = Assert.Throws<AudioException>(() =>
            CodecRegistry.Describe(name, new AudioFormat(rate, channels), TimeSpan.FromMilliseconds(milliseconds)));
        Assert.Equal(code, failure.Code);
    }

    [Fact]
    public void A_bit_rate_that_is_none_is_refused()
    {
        Assert.Throws<AudioException>(() =>
            CodecRegistry.CreateEncoder(CodecRegistry.Describe("opus", Stereo, null, "maxaveragebitrate=much")));
        Assert.Throws<AudioException>(() =>
            CodecRegistry.CreateEncoder(CodecRegistry.Describe("opus", Stereo, null, "maxaveragebitrate=5")));
    }
}
