using Continuo.Audio;
using Continuo.Codecs.Opus;

namespace Continuo.Codecs.Tests.Opus;

public sealed class OpusSilenceTests
{
    [Theory]
    [InlineData(10, 1)]
    [InlineData(20, 2)]
    [InlineData(40, 1)]
    [InlineData(60, 2)]
    public void A_packet_of_silence_has_its_length_and_is_silent_after_a_tone(int milliseconds, int channels)
    {
        var format = new AudioFormat(48_000, channels);
        using var encoder = new OpusEncoder(format);
        using var decoder = new OpusDecoder(format);
        var tone = new float[960 * channels];
        for (var i = 0; i < tone.Length; i++) tone[i] = 0.5f * MathF.Sin(2 * MathF.PI * 440 * (i / channels) / 48_000);
        var packet = new byte[1275];
        var heard = new float[48 * 60 * channels];
        for (var i = 0; i < 5; i++) decoder.Decode(packet.AsSpan(0, encoder.Encode(tone, packet)), heard);

        var silence = OpusSilence.Packet(milliseconds, channels);
        for (var i = 0; i < 2; i++) Assert.Equal(48 * milliseconds, decoder.Decode(silence, heard));

        Assert.All(heard[..(48 * milliseconds * channels)], s => Assert.InRange(s, -0.0001f, 0.0001f));
    }

    [Fact]
    public void There_are_no_packets_of_other_lengths() => Assert.Throws<AudioException>(() => OpusSilence.Packet(15, 2));
}
