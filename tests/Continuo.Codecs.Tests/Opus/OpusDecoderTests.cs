using System.Runtime.InteropServices;
using Continuo.Codecs.Opus;
using Continuo.Codecs.Tests.Resampling;

namespace Continuo.Codecs.Tests.Opus;

public sealed partial class OpusDecoderTests
{
    private const int Packet = 960;

    [Theory]
    [InlineData(OpusApplication.Voice, nameof(OpusSignal.Voice), 32_000)]
    [InlineData(OpusApplication.Audio, nameof(OpusSignal.Music), 64_000)]
    public void A_lost_packet_comes_back_better_from_the_copy_in_the_next_than_from_concealment(
        OpusApplication application, string signal, int bitRate)
    {
        using var encoder = new OpusEncoder(OpusRun.Mono, application,
            new OpusSettings { BitRate = bitRate, Signal = Enum.Parse<OpusSignal>(signal), InBandFec = true, ExpectedLossPercent = 20 });
        var packets = OpusRun.Encode(encoder, OpusRun.Speech(48_000, 10 * 48_000), Packet);
        var whole = OpusRun.Decode(OpusRun.Mono, packets);
        var (withCopies, used) = DecodeWithLosses(packets, useCopies: true);
        var (concealed, _) = DecodeWithLosses(packets, useCopies: false);
        Assert.True(used >= 50, $"{used} of 99 losses had a copy"); // libopus makes none of what it takes for no speech
        var (copyNoise, concealedNoise) = (NoiseInLosses(whole, withCopies), NoiseInLosses(whole, concealed));
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"noise in lost packets: {copyNoise:F1} dB with copies, {concealedNoise:F1} dB concealed");
        Assert.True(copyNoise < concealedNoise - 6, $"{copyNoise:F1} dB with copies, {concealedNoise:F1} dB concealed");
    }

    [Fact]
    public void A_packet_without_a_copy_gives_none()
    {
        using var encoder = new OpusEncoder(OpusRun.Mono);
        using var decoder = new OpusDecoder(OpusRun.Mono);
        var packet = OpusRun.Encode(encoder, Signals.Sine(440, 48_000, Packet), Packet)[0];
        Assert.False(OpusPacket.HasPrevious(packet));
        Assert.Equal(-1, decoder.DecodePrevious(packet, new float[Packet]));
    }

    [Fact]
    public void Concealment_writes_everything_continues_with_the_tone_and_fades()
    {
        using var encoder = new OpusEncoder(OpusRun.Stereo);
        using var decoder = new OpusDecoder(OpusRun.Stereo);
        var tone = Signals.Sine(440, 48_000, 48_000, 0.5);
        var room = new float[2 * decoder.MaxFrames];
        foreach (var packet in OpusRun.Encode(encoder, OpusRun.Interleave(tone, tone), Packet))
        {
            Assert.Equal(Packet, decoder.Decode(packet, room));
        }

        var odd = Enumerable.Repeat(float.NaN, 2 * 1_003).ToArray();
        decoder.Conceal(odd);
        Assert.All(odd, s => Assert.True(float.IsFinite(s)));
        Assert.InRange(Signals.Rms(odd), 0.2, 0.5);
        var second = new float[2 * 48_000];
        decoder.Conceal(second);
        Assert.True(Signals.Rms(second.AsSpan(96_000 - 9_600)) < 0.05);
    }

    [Fact]
    public void Before_the_first_packet_and_after_a_reset_concealment_is_silent()
    {
        using var encoder = new OpusEncoder(OpusRun.Mono);
        using var decoder = new OpusDecoder(OpusRun.Mono);
        var sound = Enumerable.Repeat(1f, Packet).ToArray();
        decoder.Conceal(sound);
        Assert.All(sound, s => Assert.Equal(0, s));
        foreach (var packet in OpusRun.Encode(encoder, Signals.Sine(440, 48_000, 9_600), Packet)) decoder.Decode(packet, sound);
        decoder.Reset();
        decoder.Conceal(sound);
        Assert.All(sound, s => Assert.Equal(0, s));
    }

    [Fact]
    public void Whatever_is_received_the_decoder_neither_fails_nor_leaves_its_spans()
    {
        using var guarded = new GuardedMemory(4096);
        using var encoder = new OpusEncoder(OpusRun.Stereo, OpusApplication.Voice,
            new OpusSettings { BitRate = 40_000, InBandFec = true, ExpectedLossPercent = 20 });
        using var decoder = new OpusDecoder(OpusRun.Stereo);
        var speech = OpusRun.Speech(48_000, 48_000);
        var corpus = new[] { 120, 480, 480, 960, 2_880 }.SelectMany(frames =>
            OpusRun.Encode(encoder, OpusRun.Interleave(speech, speech), frames).Take(480 * 8 / frames)).ToArray();
        var random = new Random(11);
        var room = new float[(2 * decoder.MaxFrames) + 2];
        var (decoded, refused) = (0, 0);
        for (var i = 0; i < 100_000; i++)
        {
            var bytes = Mutate(random, corpus);
            var packet = guarded.Place(bytes, atEnd: true);
            room[^1] = room[^2] = 7;
            var frames = decoder.Decode(packet, room.AsSpan(..^2));
            Assert.True(frames is -1 or (> 0 and <= 5_760) && room[^1] == 7 && room[^2] == 7);
            Assert.True(frames <= 0 || frames == OpusPacket.FramesOf(packet, 48_000));
            var previous = decoder.DecodePrevious(packet, room.AsSpan(0, 2 * Packet));
            Assert.True(previous is -1 or Packet);
            if (frames < 0) refused++;
            else decoded++;
        }

        Assert.True(decoded > 10_000 && refused > 10_000, $"{decoded} decoded, {refused} refused");
        Assert.Equal(Packet, decoder.Decode(OpusRun.Encode(encoder, OpusRun.Interleave(speech, speech), Packet)[0], room));
    }

    [Fact]
    public void A_packets_account_of_itself_is_that_of_libopus()
    {
        using var guarded = new GuardedMemory(4096);
        using var encoder = new OpusEncoder(OpusRun.Stereo, settings: new OpusSettings { RateMode = OpusRateMode.Variable });
        var speech = OpusRun.Speech(48_000, 48_000);
        var corpus = new[] { 120, 960, 1_920, 2_880 }.SelectMany(frames =>
            OpusRun.Encode(encoder, OpusRun.Interleave(speech, speech), frames).Take(8)).ToArray();
        var random = new Random(12);
        var valid = 0;
        for (var i = 0; i < 100_000; i++)
        {
            var packet = guarded.Place(Mutate(random, corpus), atEnd: true);
            var expected = FramesByLibOpus(packet);
            Assert.Equal(expected, OpusPacket.FramesOf(packet, 48_000));
            if (expected > 0) valid++;
        }

        Assert.InRange(valid, 10_000, 90_000);
    }

    [Fact]
    public void Decoding_allocates_nothing()
    {
        using var encoder = new OpusEncoder(OpusRun.Mono, OpusApplication.Voice,
            new OpusSettings { BitRate = 32_000, InBandFec = true, ExpectedLossPercent = 20 });
        using var decoder = new OpusDecoder(OpusRun.Mono);
        var packets = OpusRun.Encode(encoder, OpusRun.Speech(48_000, 48_000), Packet);
        var room = new float[decoder.MaxFrames];
        Assert.Equal(0, LeastAllocated.Bytes(() =>
        {
            foreach (var packet in packets)
            {
                decoder.DecodePrevious(packet, room.AsSpan(0, Packet));
                decoder.Decode(packet, room);
                decoder.Conceal(room.AsSpan(0, Packet));
                OpusPacket.HasPrevious(packet);
            }

            decoder.Reset();
        }, calls: 1));
    }

    private static byte[] Mutate(Random random, byte[][] corpus)
    {
        if (random.Next(4) == 0)
        {
            var noise = new byte[random.Next(0, 200)];
            random.NextBytes(noise);
            return noise;
        }

        byte[] packet = [.. corpus[random.Next(corpus.Length)]];
        for (var flips = random.Next(4); flips > 0; flips--)
        {
            packet[random.Next(Math.Min(packet.Length, random.Next(2) == 0 ? 4 : int.MaxValue))] ^= (byte)(1 << random.Next(8));
        }

        return random.Next(3) == 0 ? packet[..random.Next(packet.Length + 1)] : packet;
    }

    /// <summary>Every fifth packet is lost.</summary>
    private static (float[] Sound, int Copies) DecodeWithLosses(List<byte[]> packets, bool useCopies)
    {
        using var decoder = new OpusDecoder(OpusRun.Mono);
        var sound = new float[packets.Count * Packet];
        var copies = 0;
        for (var i = 0; i < packets.Count; i++)
        {
            var place = sound.AsSpan(i * Packet, Packet);
            if (!IsLost(i) || i == packets.Count - 1) Assert.Equal(Packet, decoder.Decode(packets[i], place));
            else if (useCopies && decoder.DecodePrevious(packets[i + 1], place) == Packet) copies++;
            else decoder.Conceal(place);
        }

        return (sound, copies);
    }

    private static bool IsLost(int packet) => packet % 5 == 4;

    private static double NoiseInLosses(float[] whole, float[] mended)
    {
        double noise = 0, power = 0;
        for (var i = 0; i < whole.Length; i++)
        {
            if (!IsLost(i / Packet)) continue;
            noise += Math.Pow(whole[i] - mended[i], 2);
            power += Math.Pow(whole[i], 2);
        }

        return 10 * Math.Log10(noise / power);
    }

    private static unsafe int FramesByLibOpus(ReadOnlySpan<byte> packet)
    {
        var sizes = stackalloc short[48];
        fixed (byte* bytes = packet)
        {
            var count = packet.IsEmpty ? -1 : Parse(bytes, packet.Length, null, null, sizes, null);
            return count < 0 ? -1 : count * SamplesPerFrame(bytes, 48_000);
        }
    }

    [LibraryImport("libopus.so.0", EntryPoint = "opus_packet_parse")]
    private static unsafe partial int Parse(byte* packet, int bytes, byte* head, byte** frames, short* sizes, int* offset);

    [LibraryImport("libopus.so.0", EntryPoint = "opus_packet_get_samples_per_frame")]
    private static unsafe partial int SamplesPerFrame(byte* packet, int rate);
}
