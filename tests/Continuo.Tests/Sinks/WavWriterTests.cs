using Continuo.Audio;
using Continuo.Sinks;
using FsCheck.Fluent;

namespace Continuo.Tests.Sinks;

public class WavWriterTests
{
    [Theory]
    [InlineData(0xFu)]
    [InlineData(0xBu)]
    [InlineData(0x60Fu)]
    [InlineData(0x1u)]
    [InlineData(0x8u)]
    public void The_header_names_the_speakers_of_the_layout(uint mask)
    {
        var format = new AudioFormat(48_000, ChannelLayout.FromSpeakers(mask));
        using var file = new MemoryStream();
        var writer = new WavWriter(file, new PcmFormat(SampleType.S16, format));
        writer.Write(new float[format.Channels * 10]);
        writer.Finish();
        Assert.Equal(mask, ParsedWav.Parse(file.ToArray()).SpeakerMask);
    }

    public static TheoryData<SampleType, int> Formats()
    {
        var formats = new TheoryData<SampleType, int>();
        foreach (var sample in Enum.GetValues<SampleType>())
        {
            foreach (var channels in (int[])[1, 2, 3, 6, 8, 11]) formats.Add(sample, channels);
        }

        return formats;
    }

    [Theory, MemberData(nameof(Formats))]
    public void Every_format_is_written_as_the_standard_says(SampleType sample, int channels)
    {
        var pcm = new PcmFormat(sample, new AudioFormat(8_000, channels));
        var samples = Ramp(5_001 * channels);
        var parsed = ParsedWav.Parse(WriteAll(pcm, samples));

        Assert.Equal(pcm, parsed.Pcm);
        Assert.Equal(5_001, parsed.Frames);
        Assert.Equal(Quantised(samples, sample), parsed.Samples);
        if (channels == 6) Assert.Equal(0x3Fu, parsed.SpeakerMask);
    }

    [Fact]
    public void Any_split_of_the_writes_gives_the_same_bytes()
    {
        var cases = from sample in Gen.Elements(Enum.GetValues<SampleType>())
                    from parts in Gen.Choose(1, 7).NonEmptyListOf()
                    from dithered in Gen.Elements(true, false)
                    select (sample, parts, dithered);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var (sample, parts, dithered) = c;
            var pcm = new PcmFormat(sample, new AudioFormat(1_000, 3)); // portions of 250 frames: boundaries are crossed
            var samples = Ramp(parts.Sum() * 37 * 3);
            var whole = WriteAll(pcm, samples, dithered);

            using var stream = new MemoryStream();
            var writer = new WavWriter(stream, pcm, dithered ? new TpdfDither() : null);
            var at = 0;
            foreach (var part in parts)
            {
                writer.Write(samples.AsSpan(at, part * 37 * 3));
                at += part * 37 * 3;
            }

            writer.Finish();
            return whole.AsSpan().SequenceEqual(stream.ToArray());
        }).Holds();
    }

    [Theory]
    [InlineData(SampleType.S16, 1, 48_000)]
    [InlineData(SampleType.S24, 1, 48_000)]
    [InlineData(SampleType.F32, 2, 48_000)]
    [InlineData(SampleType.S24, 3, 11_025)]
    [InlineData(SampleType.F32, 64, 16_000)]
    public void At_every_moment_the_file_is_valid_and_lacks_at_most_250_ms(SampleType sample, int channels, int rate)
    {
        var pcm = new PcmFormat(sample, new AudioFormat(rate, channels));
        using var stream = new MemoryStream();
        var writer = new WavWriter(stream, pcm);
        var chunk = Ramp(rate / 100 * channels);
        for (var i = 1; i <= 120; i++)
        {
            writer.Write(chunk);
            var parsed = ParsedWav.Parse(stream.ToArray(), mayTrail: true);
            Assert.InRange(parsed.Frames, (long)rate / 100 * i - rate / 4 - 1, (long)rate / 100 * i);
            Assert.Equal(parsed.Frames, writer.SafeFrames);
        }
    }

    [Fact]
    public void A_process_killed_between_or_within_any_two_writes_leaves_a_valid_file()
    {
        // Every byte that reaches the stream is one possible last byte; a header is written by one call, hence at once.
        using var stream = new RecordedStream();
        var pcm = new PcmFormat(SampleType.S24, new AudioFormat(1_000, 1));
        var writer = new WavWriter(stream, pcm);
        for (var i = 0; i < 7; i++) writer.Write(Ramp(101));
        writer.Finish();

        var header = WavHeader.LengthOf(pcm);
        Assert.Contains(stream.Writes, w => w.Bytes.Length != header);
        foreach (var cut in Enumerable.Range(1, stream.Writes.Count))
        {
            var last = stream.Writes[cut - 1];
            var lengths = last.Position == 0 ? [last.Bytes.Length] : Enumerable.Range(0, last.Bytes.Length + 1);
            foreach (var length in lengths) ParsedWav.Parse(stream.Replay(cut, length), mayTrail: true);
        }
    }

    [Fact]
    public void A_file_past_the_limit_turns_into_RF64_in_place()
    {
        var pcm = new PcmFormat(SampleType.S16, new AudioFormat(8_000, 2));
        using var stream = new MemoryStream();
        var writer = new WavWriter(stream, pcm, riffLimit: 20_000);
        var seen = new List<bool>();
        for (var i = 0; i < 10; i++)
        {
            writer.Write(Ramp(2_000 * 2));
            seen.Add(ParsedWav.Parse(stream.ToArray()).Rf64);
        }

        writer.Finish();
        Assert.Equal([false, false, true, true, true, true, true, true, true, true], seen);
        Assert.Equal(20_000, ParsedWav.Parse(stream.ToArray()).Frames);
    }

    [Fact]
    public void The_header_of_an_hour_of_64_channels_states_sizes_beyond_32_bits()
    {
        var pcm = new PcmFormat(SampleType.F32, new AudioFormat(192_000, 64));
        var header = new byte[WavHeader.LengthOf(pcm)];
        WavHeader.Write(header, pcm, 3_600L * 192_000);
        var parsed = ParsedWav.Parse(header, readSamples: false);
        Assert.True(parsed.Rf64);
        Assert.Equal(3_600L * 192_000, parsed.Frames);
    }

    [Fact]
    public void The_largest_RIFF_file_and_the_smallest_RF64_file_differ_by_one_frame()
    {
        var pcm = new PcmFormat(SampleType.S16, new AudioFormat(48_000, 2));
        var header = new byte[WavHeader.LengthOf(pcm)];
        var most = (WavHeader.RiffLimit + 8 - header.Length) / 4;
        WavHeader.Write(header, pcm, most);
        Assert.False(ParsedWav.Parse(header, readSamples: false).Rf64);
        WavHeader.Write(header, pcm, most + 1);
        Assert.True(ParsedWav.Parse(header, readSamples: false).Rf64);
    }

    private static byte[] WriteAll(PcmFormat pcm, float[] samples, bool dithered = false)
    {
        using var stream = new MemoryStream();
        var writer = new WavWriter(stream, pcm, dithered ? new TpdfDither() : null);
        writer.Write(samples);
        writer.Finish();
        return stream.ToArray();
    }

    private static float[] Quantised(float[] samples, SampleType sample)
    {
        var bytes = new byte[samples.Length * PcmFormat.BytesOf(sample)];
        var result = new float[samples.Length];
        ScalarConverter.Encode(samples, sample, bytes, null);
        ScalarConverter.Decode(bytes, sample, result);
        return result;
    }

    private static float[] Ramp(int count) => [.. Enumerable.Range(0, count).Select(i => i % 2003 / 1001.5f - 1)];
}
