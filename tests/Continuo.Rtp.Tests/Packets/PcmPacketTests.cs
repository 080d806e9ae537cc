using Continuo.Audio;
using Continuo.Rtp.Packets;

namespace Continuo.Rtp.Tests.Packets;

public sealed class PcmPacketTests
{
    private static readonly AudioFormat Mono = new(48_000, 1);
    private static readonly AudioFormat Stereo = new(48_000, 2);

    [Fact]
    public void Samples_lie_in_the_order_of_the_network()
    {
        Assert.Equal([0x40, 0x00, 0x80, 0x00, 0x7F, 0xFF, 0x00, 0x01], Encode(PcmEncoding.L16, [0.5f, -1, 1, 1 / 32_768f]));
        Assert.Equal([0x40, 0x00, 0x00, 0x80, 0x00, 0x00, 0x7F, 0xFF, 0xFF, 0x00, 0x00, 0x01],
            Encode(PcmEncoding.L24, [0.5f, -1, 1, 1 / 8_388_608f]));
        Assert.Equal([0x00, 0x00, 0x00, 0x3F], Encode(PcmEncoding.F32, [0.5f]));
    }

    [Theory]
    [InlineData(nameof(PcmEncoding.L16), 32_768)]
    [InlineData(nameof(PcmEncoding.L24), 8_388_608)]
    [InlineData(nameof(PcmEncoding.F32), 8_388_608)]
    public void Every_step_makes_an_exact_round_trip(string name, int steps)
    {
        var encoding = Enum.Parse<PcmEncoding>(name);
        var random = new Random(4);
        var sound = new float[2 * 1_001];
        for (var i = 0; i < sound.Length; i++) sound[i] = random.Next(-steps, steps) / (float)steps;
        using var encoder = new PcmPacketEncoder(encoding, Stereo, 1_001);
        using var decoder = new PcmPacketDecoder(encoding, Stereo);
        var payload = new byte[encoder.MaxPayloadBytes];
        var decoded = new float[2 * decoder.MaxFrames];
        Assert.Equal(payload.Length, encoder.Encode(sound, payload));
        Assert.Equal(1_001, decoder.Decode(payload, decoded));
        Assert.Equal(sound, decoded[..sound.Length]);
    }

    [Fact]
    public void What_is_not_whole_frames_or_too_much_is_refused_without_a_trace()
    {
        using var decoder = new PcmPacketDecoder(PcmEncoding.L24, Stereo);
        var room = new float[2 * decoder.MaxFrames];
        foreach (var bytes in new[] { 0, 1, 5, 7, (5_760 * 6) + 6, 60_001 })
        {
            Assert.Equal(-1, decoder.FramesOf(new byte[bytes]));
            Assert.Equal(-1, decoder.Decode(new byte[bytes], room));
        }

        Assert.Equal(-1, decoder.Decode(new byte[12], room.AsSpan(0, 3)));
        Assert.All(room, s => Assert.Equal(0, s));
        Assert.Equal(2, decoder.Decode(new byte[12], room));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(440)]
    [InlineData(1_000)]
    [InlineData(3_137)]
    public void A_missing_packet_is_concealed_from_the_tone_before_it_without_a_step(double frequency)
    {
        var sound = Tones.Sine(frequency, 48_000, 4_800, 2);
        using var decoder = new PcmPacketDecoder(PcmEncoding.F32, Stereo);
        var heard = new float[sound.Length];
        for (var packet = 0; packet < 10; packet++)
        {
            var place = heard.AsSpan(packet * 960, 960);
            if (packet == 5) decoder.Conceal(place);
            else decoder.Decode(Encode(PcmEncoding.F32, sound.AsSpan(packet * 960, 960), Stereo), place);
        }

        // Its seams may be as steep as the tone itself, and half as much again for where its phase is off.
        var steepest = 2 * Math.PI * frequency / 48_000 * 0.5;
        for (var i = 2; i < heard.Length; i++) Assert.True(Math.Abs(heard[i] - heard[i - 2]) < (1.5 * steepest) + 0.01, $"step at {i / 2}");
        Assert.InRange(Tones.Rms(heard.AsSpan(5 * 960, 960)), 0.30, 0.40);
    }

    [Fact]
    public void A_long_loss_fades_to_silence_and_comes_back()
    {
        using var decoder = new PcmPacketDecoder(PcmEncoding.L16, Mono);
        var payload = Encode(PcmEncoding.L16, Tones.Sine(440, 48_000, 4_800));
        var room = new float[4_800];
        decoder.Decode(payload, room);
        decoder.Conceal(room);
        Assert.InRange(room[..480].Max(), 0.45, 0.55);
        Assert.All(room[2_900..], s => Assert.Equal(0, s));
        for (var second = 0; second < 10; second++) decoder.Conceal(room);
        Assert.All(room, s => Assert.Equal(0, s));
        decoder.Decode(payload, room);
        Assert.InRange(Tones.Rms(room.AsSpan(480)), 0.34, 0.36);
    }

    [Fact]
    public void Before_the_first_packet_and_after_a_reset_concealment_is_silent()
    {
        using var decoder = new PcmPacketDecoder(PcmEncoding.L16, Mono);
        var room = Enumerable.Repeat(1f, 480).ToArray();
        decoder.Conceal(room);
        Assert.All(room, s => Assert.Equal(0, s));
        decoder.Decode(Encode(PcmEncoding.L16, Tones.Sine(440, 48_000, 480)), room);
        decoder.Reset();
        decoder.Conceal(room);
        Assert.All(room, s => Assert.Equal(0, s));
    }

    [Fact]
    public void A_packet_costs_no_allocation()
    {
        using var encoder = new PcmPacketEncoder(PcmEncoding.L24, Stereo, 480);
        using var decoder = new PcmPacketDecoder(PcmEncoding.L24, Stereo);
        var sound = Tones.Sine(440, 48_000, 480, 2);
        var payload = new byte[encoder.MaxPayloadBytes];
        var room = new float[960];
        Assert.Equal(0, LeastAllocated.Bytes(() =>
        {
            for (var i = 0; i < 500; i++)
            {
                encoder.Encode(sound, payload);
                decoder.Decode(payload, room);
                if (i % 10 == 0) decoder.Conceal(room);
            }
        }, calls: 1));
    }

    private static byte[] Encode(PcmEncoding encoding, ReadOnlySpan<float> sound, AudioFormat? format = null)
    {
        using var encoder = new PcmPacketEncoder(encoding, format ?? Mono, sound.Length / (format ?? Mono).Channels);
        var payload = new byte[encoder.MaxPayloadBytes];
        Assert.Equal(payload.Length, encoder.Encode(sound, payload));
        return payload;
    }
}
