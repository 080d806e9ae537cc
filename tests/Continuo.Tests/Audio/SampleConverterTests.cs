using Continuo.Audio;
using FsCheck;
using FsCheck.Fluent;

namespace Continuo.Tests.Audio;

public class SampleConverterTests
{
    public static TheoryData<SampleType> Types => [.. Enum.GetValues<SampleType>()];

    [Theory, MemberData(nameof(Types))]
    public void Encoding_equals_the_scalar_reference_for_any_bits_and_any_length(SampleType type) =>
        Prop.ForAll(AnyFloats(), samples =>
        {
            var vector = new byte[samples.Length * PcmFormat.BytesOf(type)];
            var scalar = new byte[vector.Length];
            var count = SampleConverter.Encode(samples, type, vector);
            ScalarConverter.Encode(samples, type, scalar, null);
            return count == samples.Length && vector.AsSpan().SequenceEqual(scalar);
        }).Holds();

    [Theory, MemberData(nameof(Types))]
    public void Decoding_equals_the_scalar_reference_for_any_bytes_and_any_length(SampleType type) =>
        Prop.ForAll(Gen.Choose(0, 300).SelectMany(n => Gen.Choose(0, 255).Select(b => (byte)b).ArrayOf(n)).ToArbitrary(), bytes =>
        {
            var samples = bytes.Length / PcmFormat.BytesOf(type);
            var vector = new float[samples];
            var scalar = new float[samples];
            var count = SampleConverter.Decode(bytes, type, vector);
            ScalarConverter.Decode(bytes, type, scalar);
            return count == samples && vector.AsSpan().SequenceEqual(scalar) && scalar.All(float.IsFinite);
        }).Holds();

    [Fact]
    public void Every_16_bit_number_makes_an_exact_round_trip() =>
        Assert.True(RoundTrips(SampleType.S16, [.. Enumerable.Range(0, 65_536 * 2).Select(i => (byte)(i % 2 == 0 ? i / 2 : i / 2 >> 8))]));

    [Fact]
    public void Every_24_bit_number_makes_an_exact_round_trip()
    {
        var bytes = new byte[(1 << 24) * 3];
        for (var i = 0; i < 1 << 24; i++) (bytes[3 * i], bytes[3 * i + 1], bytes[3 * i + 2]) = ((byte)i, (byte)(i >> 8), (byte)(i >> 16));
        Assert.True(RoundTrips(SampleType.S24, bytes));
    }

    [Fact]
    public void A_float_makes_an_exact_round_trip_and_what_is_no_number_becomes_silence()
    {
        float[] samples =
            [0, -0f, 1, -1, 2.5f, float.Epsilon, float.MaxValue, float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0.1f];
        float[] expected = [0, -0f, 1, -1, 2.5f, float.Epsilon, float.MaxValue, 0, 0, 0, 0.1f];
        var bytes = new byte[samples.Length * 4];
        var result = new float[samples.Length];
        SampleConverter.Encode(samples, SampleType.F32, bytes);
        SampleConverter.Decode(bytes, SampleType.F32, result);
        Assert.Equal(expected, result);
    }

    [Theory]
    [InlineData(SampleType.S16, 32_767, -32_768)]
    [InlineData(SampleType.S24, 8_388_607, -8_388_608)]
    [InlineData(SampleType.S32, int.MaxValue, int.MinValue)]
    public void What_is_too_loud_saturates_and_NaN_becomes_silence(SampleType type, int highest, int lowest)
    {
        float[] samples = [1, -1, 1.5f, -1.5f, 1e20f, -1e20f, float.PositiveInfinity, float.NegativeInfinity, float.NaN];
        int[] expected = [highest, lowest, highest, lowest, highest, lowest, highest, lowest, 0];
        // Repeated, so that the vector code takes part too.
        var encoded = new byte[samples.Length * 8 * PcmFormat.BytesOf(type)];
        SampleConverter.Encode([.. Enumerable.Repeat(samples, 8).SelectMany(s => s)], type, encoded);
        Assert.Equal(Enumerable.Repeat(expected, 8).SelectMany(s => s), Integers(encoded, type));
    }

    [Fact]
    public void Rounding_goes_to_the_nearest_step()
    {
        float[] samples = [0.4f / 32_768, 0.6f / 32_768, -0.4f / 32_768, -0.6f / 32_768, 1.5f / 32_768, 2.5f / 32_768];
        var encoded = new byte[12];
        SampleConverter.Encode(samples, SampleType.S16, encoded);
        Assert.Equal([0, 1, 0, -1, 2, 2], Integers(encoded, SampleType.S16));
    }

    [Fact]
    public void Dither_keeps_the_mean_of_a_level_between_two_steps_and_spreads_no_further_than_one_and_a_half()
    {
        var samples = new float[200_000];
        Array.Fill(samples, 100.3f / 32_768);
        var encoded = new byte[samples.Length * 2];
        SampleConverter.Encode(samples, SampleType.S16, encoded, new TpdfDither());
        var integers = Integers(encoded, SampleType.S16);
        Assert.Equal(100.3, integers.Average(), 0.01);
        Assert.InRange(integers.Min(), 99, 100);
        Assert.InRange(integers.Max(), 101, 102);
        // The error's variance is that of rounding and dither together, 3/12 of a step squared, whatever the level.
        Assert.Equal(0.25, integers.Average(i => (i - 100.3) * (i - 100.3)), 0.01);
    }

    [Fact]
    public void Dither_is_the_same_for_the_same_seed_and_does_not_touch_the_finer_types()
    {
        float[] samples = [.. Enumerable.Range(0, 1_000).Select(i => i / 1_234f)];
        byte[] Encoded(SampleType type, TpdfDither? dither)
        {
            var bytes = new byte[samples.Length * PcmFormat.BytesOf(type)];
            SampleConverter.Encode(samples, type, bytes, dither);
            return bytes;
        }

        Assert.Equal(Encoded(SampleType.S16, new TpdfDither(5)), Encoded(SampleType.S16, new TpdfDither(5)));
        Assert.NotEqual(Encoded(SampleType.S16, new TpdfDither(5)), Encoded(SampleType.S16, new TpdfDither(6)));
        Assert.Equal(Encoded(SampleType.S32, null), Encoded(SampleType.S32, new TpdfDither()));
        Assert.Equal(Encoded(SampleType.F32, null), Encoded(SampleType.F32, new TpdfDither()));
    }

    [Fact]
    public void The_shorter_span_decides_how_much_is_converted()
    {
        Assert.Equal(2, SampleConverter.Encode([1, 1, 1], SampleType.S24, new byte[8]));
        Assert.Equal(3, SampleConverter.Encode([1, 1, 1], SampleType.S24, new byte[80]));
        Assert.Equal(2, SampleConverter.Decode(new byte[8], SampleType.S24, new float[3]));
        Assert.Equal(1, SampleConverter.Decode(new byte[8], SampleType.S24, new float[1]));
    }

    private static bool RoundTrips(SampleType type, byte[] bytes)
    {
        var samples = new float[bytes.Length / PcmFormat.BytesOf(type)];
        var again = new byte[bytes.Length];
        SampleConverter.Decode(bytes, type, samples);
        SampleConverter.Encode(samples, type, again);
        return bytes.AsSpan().SequenceEqual(again);
    }

    private static int[] Integers(byte[] bytes, SampleType type)
    {
        var size = PcmFormat.BytesOf(type);
        var integers = new int[bytes.Length / size];
        for (var i = 0; i < integers.Length; i++)
        {
            // The sign is that of the last byte.
            var value = (int)(sbyte)bytes[i * size + size - 1];
            for (var b = size - 2; b >= 0; b--) value = value << 8 | bytes[i * size + b];
            integers[i] = value;
        }

        return integers;
    }

    private static Arbitrary<float[]> AnyFloats()
    {
        var bits = Gen.Choose(int.MinValue, int.MaxValue).Select(BitConverter.Int32BitsToSingle);
        var nominal = Gen.Choose(-1_100_000, 1_100_000).Select(i => i / 1_000_000f);
        var special = Gen.Elements(float.NaN, float.PositiveInfinity, float.NegativeInfinity, 1f, -1f, 0f);
        var one = Gen.Frequency((5, nominal), (3, bits), (1, special));
        return Gen.Choose(0, 300).SelectMany(n => one.ArrayOf(n)).ToArbitrary();
    }
}
