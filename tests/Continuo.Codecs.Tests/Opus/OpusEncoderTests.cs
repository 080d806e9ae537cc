using System.Runtime.InteropServices;
using Continuo.Audio;
using Continuo.Codecs.Opus;
using Continuo.Codecs.Opus.Interop;
using Continuo.Codecs.Tests.Resampling;

namespace Continuo.Codecs.Tests.Opus;

public sealed class OpusEncoderTests
{
    public static TheoryData<int, int, double> Shapes()
    {
        var shapes = new TheoryData<int, int, double>();
        foreach (var milliseconds in new[] { 2.5, 5, 10, 20, 40, 60 })
        {
            shapes.Add(48_000, 2, milliseconds);
            shapes.Add(48_000, 1, milliseconds);
        }

        foreach (var rate in new[] { 8_000, 12_000, 16_000, 24_000 })
        {
            shapes.Add(rate, 1, 20);
            shapes.Add(rate, 2, 2.5);
            shapes.Add(rate, 2, 60);
        }

        return shapes;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_tone_keeps_its_pitch_level_and_length(int rate, int channels, double milliseconds)
    {
        var format = new AudioFormat(rate, channels);
        var frames = OpusFormat.FramesOf(TimeSpan.FromMilliseconds(milliseconds), rate);
        var tone = Signals.Sine(440, rate, 3 * rate / frames * frames, 0.5);
        var sound = channels == 1 ? tone : OpusRun.Interleave(tone, Signals.Sine(660, rate, tone.Length, 0.25));
        using var encoder = new OpusEncoder(format, OpusApplication.Audio, new OpusSettings { BitRate = 128_000 });
        var packets = OpusRun.Encode(encoder, sound, frames);
        Assert.All(packets, p => Assert.Equal(frames, OpusPacket.FramesOf(p, rate)));
        var decoded = OpusRun.Decode(format, packets);
        Assert.Equal(sound.Length, decoded.Length);
        AssertTone(channels == 1 ? decoded : OpusRun.Channel(decoded, 0), 440.0 / rate, 0.5, rate);
        if (channels == 2) AssertTone(OpusRun.Channel(decoded, 1), 660.0 / rate, 0.25, rate);
    }

    [Theory]
    [InlineData(OpusApplication.Audio, 312)]
    [InlineData(OpusApplication.Voice, 312)]
    [InlineData(OpusApplication.LowDelay, 120)]
    public void What_is_decoded_lags_by_the_look_ahead(OpusApplication application, int lookAhead)
    {
        using var encoder = new OpusEncoder(OpusRun.Mono, application, new OpusSettings { BitRate = 160_000, Signal = OpusSignal.Music });
        Assert.Equal(lookAhead, encoder.LookAheadFrames);
        var random = new Random(3);
        var sound = new float[48_000];
        for (var i = 24_000; i < 36_000; i++) sound[i] = random.NextSingle() - 0.5f;
        var decoded = OpusRun.Decode(OpusRun.Mono, OpusRun.Encode(encoder, sound, 960));
        var likeness = Enumerable.Range(0, 600)
            .Select(lag => Enumerable.Range(24_000, 12_000).Sum(i => (double)sound[i] * decoded[i + lag]))
            .ToList();
        Assert.Equal(lookAhead, likeness.IndexOf(likeness.Max()));
    }

    [Fact]
    public void Packets_of_constant_rate_are_equally_long_and_those_of_variable_rate_are_not()
    {
        var sound = OpusRun.Speech(48_000, 5 * 48_000);
        foreach (var mode in Enum.GetValues<OpusRateMode>())
        {
            using var encoder = new OpusEncoder(OpusRun.Mono, settings: new OpusSettings { BitRate = 64_000, RateMode = mode });
            var lengths = OpusRun.Encode(encoder, sound, 960).ConvertAll(p => p.Length);
            if (mode == OpusRateMode.Constant) Assert.All(lengths, l => Assert.Equal(160, l));
            else Assert.True(lengths.Distinct().Count() > 10);
            if (mode == OpusRateMode.Constrained) Assert.InRange(lengths.Average(), 120, 200);
        }
    }

    [Fact]
    public void Silence_is_not_sent_with_discontinuous_transmission()
    {
        using var encoder = new OpusEncoder(OpusRun.Mono, OpusApplication.Voice,
            new OpusSettings { BitRate = 24_000, Dtx = true, Signal = OpusSignal.Voice });
        var sent = OpusRun.Encode(encoder, new float[10 * 48_000], 960).Count(p => p.Length > 0);
        Assert.InRange(sent, 1, 60);
        var speaking = OpusRun.Encode(encoder, OpusRun.Speech(48_000, 2 * 48_000), 960).Count(p => p.Length > 0);
        Assert.InRange(speaking, 80, 100);
    }

    [Fact]
    public void No_packet_is_longer_than_its_room()
    {
        using var encoder = new OpusEncoder(OpusRun.Stereo,
            settings: new OpusSettings { BitRate = OpusSettings.MaxBitRate, RateMode = OpusRateMode.Variable });
        var random = new Random(1);
        var noise = new float[2 * 2880];
        for (var i = 0; i < noise.Length; i++) noise[i] = random.NextSingle() - 0.5f;
        var room = new byte[4000];
        foreach (var size in new[] { 8, 9, 100, 1275 })
        {
            foreach (var frames in new[] { 120, 960, 2880 })
            {
                Array.Fill(room, (byte)0xA5);
                var bytes = encoder.Encode(noise.AsSpan(0, 2 * frames), room.AsSpan(0, size));
                Assert.InRange(bytes, 1, size);
                Assert.All(room[size..], b => Assert.Equal(0xA5, b));
            }
        }
    }

    [Theory]
    [InlineData(OpusRateMode.Constrained)]
    [InlineData(OpusRateMode.Variable)]
    [InlineData(OpusRateMode.Constant)]
    [InlineData(null)]
    public void Settings_change_every_second_for_a_minute_without_a_gap_in_the_tone(OpusRateMode? mode)
    {
        OpusSettings[] settings = mode is { } fixedMode
            ? [.. new[] { 510_000, 48_000, 160_000, 32_000, 128_000, 80_000 }
                .Select(rate => new OpusSettings { BitRate = rate, RateMode = fixedMode })]
            :
            [
                .. OpusPreset.Audio.Select(p => p.Settings),
                new() { BitRate = 40_000, RateMode = OpusRateMode.Constant, Complexity = 0 },
                new() { BitRate = 40_000, InBandFec = true, ExpectedLossPercent = 5 },
                new() { BitRate = 128_000, RateMode = OpusRateMode.Variable, Signal = OpusSignal.Music },
            ];
        using var encoder = new OpusEncoder(OpusRun.Mono, OpusApplication.Audio, settings[0]);
        var seconds = mode is null ? 60 : 12;
        var sound = Signals.Sine(440, 48_000, seconds * 48_000, 0.5);
        var packets = OpusRun.Encode(encoder, sound, 960, packet =>
        {
            if (packet % 50 == 0) encoder.Settings = settings[packet / 50 % settings.Length];
        });
        Assert.Equal(50 * seconds, packets.Count);
        Assert.All(packets, p => Assert.True(p.Length > 2));
        var decoded = OpusRun.Decode(OpusRun.Mono, packets);
        Assert.Equal(sound.Length, decoded.Length);
        AssertContinuous(decoded);
    }

    [Fact]
    public void The_length_of_packets_changes_without_a_gap_in_the_tone()
    {
        using var encoder = new OpusEncoder(OpusRun.Mono);
        var sound = Signals.Sine(440, 48_000, 20 * 48_000, 0.5);
        var packets = new List<byte[]>();
        var room = new byte[4_000];
        int[] lengths = [960, 120, 2_880, 240, 960, 480, 120, 1_920];
        for (int at = 0, length; at < sound.Length; at += length)
        {
            length = lengths[at / 24_000 % lengths.Length];
            if (length > sound.Length - at) break;
            packets.Add(room[..encoder.Encode(sound.AsSpan(at, length), room)]);
        }

        var decoded = OpusRun.Decode(OpusRun.Mono, packets);
        Assert.InRange(decoded.Length, sound.Length - 2_880, sound.Length);
        AssertContinuous(decoded);
    }

    [Fact]
    public void New_settings_take_effect_with_the_next_packet()
    {
        using var encoder = new OpusEncoder(OpusRun.Mono,
            settings: new OpusSettings { BitRate = 32_000, RateMode = OpusRateMode.Constant });
        var tone = Signals.Sine(440, 48_000, 960);
        var room = new byte[1275];
        Assert.Equal(80, encoder.Encode(tone, room));
        encoder.Settings = encoder.Settings with { BitRate = 64_000 };
        Assert.Equal(160, encoder.Encode(tone, room));
    }

    [Fact]
    public void What_is_not_a_number_is_coded_as_silence_and_forgotten()
    {
        using var encoder = new OpusEncoder(OpusRun.Mono);
        var room = new byte[1275];
        var tone = Signals.Sine(440, 48_000, 960);
        Assert.True(encoder.Encode(tone, room) > 0);
        Assert.True(encoder.Encode(Enumerable.Repeat(float.NaN, 960).ToArray(), room) > 0);
        Assert.True(encoder.Encode(Enumerable.Repeat(float.PositiveInfinity, 960).ToArray(), room) > 0);
        var after = OpusRun.Decode(OpusRun.Mono, OpusRun.Encode(encoder, Signals.Sine(440, 48_000, 48_000), 960));
        Assert.All(after, s => Assert.True(float.IsFinite(s)));
        Assert.InRange(SineFit.Of(after.AsSpan(24_000, 9_600), 440.0 / 48_000).Amplitude, 0.8, 1);
    }

    [Theory]
    [InlineData(44_100, 2)]
    [InlineData(48_000, 3)]
    public void A_format_that_Opus_does_not_have_is_refused(int rate, int channels)
    {
        Assert.Equal(AudioErrorCode.Unsupported,
            Assert.Throws<AudioException>(() => new OpusEncoder(new AudioFormat(rate, channels))).Code);
        Assert.Equal(AudioErrorCode.Unsupported,
            Assert.Throws<AudioException>(() => new OpusDecoder(new AudioFormat(rate, channels))).Code);
    }

    [Fact]
    public void A_packet_of_another_length_or_without_room_is_a_bug_and_reported()
    {
        using var encoder = new OpusEncoder(OpusRun.Stereo);
        Assert.Throws<ArgumentException>(() => encoder.Encode(new float[2 * 961], new byte[100]));
        Assert.Throws<ArgumentException>(() => encoder.Encode(new float[(2 * 960) + 1], new byte[100]));
        Assert.Throws<ArgumentException>(() => encoder.Encode([], new byte[100]));
        Assert.Throws<ArgumentException>(() => encoder.Encode(new float[2 * 960], new byte[7]));
    }

    [Theory]
    [InlineData(5_999, 10, 0)]
    [InlineData(510_001, 10, 0)]
    [InlineData(64_000, 11, 0)]
    [InlineData(64_000, -1, 0)]
    [InlineData(64_000, 10, 101)]
    [InlineData(64_000, 10, -1)]
    public void Impossible_settings_are_refused_where_they_are_made(int rate, int complexity, int loss)
    {
        var failure = Assert.Throws<AudioException>(
            () => new OpusSettings { BitRate = rate, Complexity = complexity, ExpectedLossPercent = loss });
        Assert.Equal(AudioErrorCode.InvalidArgument, failure.Code);
    }

    [Fact]
    public void Undefined_settings_are_refused_where_they_are_made()
    {
        Assert.Throws<AudioException>(() => new OpusSettings { Signal = (OpusSignal)1 });
        Assert.Throws<AudioException>(() => new OpusSettings { RateMode = (OpusRateMode)9 });
    }

    [Fact]
    public void A_second_user_at_the_same_time_is_reported()
    {
        var owner = default(SingleOwner);
        owner.Take();
        Assert.Throws<InvalidOperationException>(() => owner.Take());
        owner.Release();
        owner.Take();
    }

    [Fact]
    public void A_disposed_codec_says_so()
    {
        var encoder = new OpusEncoder(OpusRun.Mono);
        encoder.Dispose();
        encoder.Dispose();
        Assert.Throws<ObjectDisposedException>(() => encoder.Encode(new float[960], new byte[100]));
        var decoder = new OpusDecoder(OpusRun.Mono);
        decoder.Dispose();
        Assert.Throws<ObjectDisposedException>(() => decoder.Conceal(new float[960]));
    }

    [Fact]
    public void The_fixed_binding_of_variadic_controls_is_refused_where_it_is_wrong()
    {
        Assert.True(OpusControls.IsSupported);
        Assert.True(OpusControls.IsRightFor(Architecture.X64, isApple: true));
        Assert.True(OpusControls.IsRightFor(Architecture.Arm64, isApple: false));
        Assert.False(OpusControls.IsRightFor(Architecture.Arm64, isApple: true));
        Assert.False(OpusControls.IsRightFor(Architecture.Ppc64le, isApple: false));
    }

    [Fact]
    public void Encoding_and_changing_settings_allocate_nothing()
    {
        using var encoder = new OpusEncoder(OpusRun.Stereo);
        var sound = OpusRun.Interleave(Signals.Sine(440, 48_000, 960), Signals.Sine(550, 48_000, 960));
        var room = new byte[1275];
        var (one, other) = (OpusPreset.Audio[0].Settings, OpusPreset.Audio[3].Settings);
        Assert.Equal(0, LeastAllocated.Bytes(() =>
        {
            for (var i = 0; i < 500; i++)
            {
                encoder.Settings = i % 2 == 0 ? one : other;
                encoder.Encode(sound, room);
            }
        }, calls: 1));
    }

    private static void AssertTone(float[] decoded, double cyclesPerSample, double level, int rate)
    {
        var (amplitude, residual) = SineFit.Of(decoded.AsSpan(rate, rate), cyclesPerSample);
        Assert.InRange(amplitude, 0.94 * level, 1.06 * level);
        Assert.True(residual < -20, $"residual {residual:F1} dB");
    }

    private static void AssertContinuous(float[] decoded)
    {
        for (var at = 4_800; at + 960 <= decoded.Length; at += 480)
        {
            var (amplitude, residual) = SineFit.Of(decoded.AsSpan(at, 960), 440.0 / 48_000);
            Assert.True(amplitude is > 0.42 and < 0.58 && residual < -18,
                $"{at / 48_000.0:F2} s: amplitude {amplitude:F3}, residual {residual:F1} dB");
        }

        // A sine of this level moves by less than 0.03 from sample to sample.
        var step = Enumerable.Range(4_800, decoded.Length - 4_801).Max(i => Math.Abs(decoded[i + 1] - decoded[i]));
        Assert.True(step < 0.06, $"largest step {step:F3}");
    }
}
