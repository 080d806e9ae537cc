using System.Buffers.Binary;
using System.Text;
using Continuo.Audio;

namespace Continuo.Tests.Sinks;

/// <summary>A strict reader of what the standard says, independent of the writer: any contradiction in the file throws.</summary>
internal sealed record ParsedWav(PcmFormat Pcm, bool Rf64, long Frames, long DataOffset, uint SpeakerMask, float[] Samples)
{
    /// <summary>Reads a file. Bytes after the end that its header states are allowed only if <paramref name="mayTrail"/>.</summary>
    public static ParsedWav Parse(ReadOnlySpan<byte> file, bool mayTrail = false, bool readSamples = true)
    {
        var rf64 = Tag(file, 0) == "RF64";
        if (!rf64) Assert.Equal("RIFF", Tag(file, 0));
        Assert.Equal("WAVE", Tag(file, 8));
        long end = 8L + U32(file, 4);
        long dataBytes = -1, dataOffset = -1, sampleCount = -1, factFrames = -1;
        uint mask = 0;
        PcmFormat? pcm = null;
        long at = 12;
        while (at < end)
        {
            var tag = Tag(file, (int)at);
            long length = U32(file, (int)at + 4);
            var body = (int)at + 8;
            switch (tag)
            {
                case "ds64":
                    Assert.True(rf64 && at == 12);
                    end = 8 + BinaryPrimitives.ReadInt64LittleEndian(file[body..]);
                    dataBytes = BinaryPrimitives.ReadInt64LittleEndian(file[(body + 8)..]);
                    sampleCount = BinaryPrimitives.ReadInt64LittleEndian(file[(body + 16)..]);
                    break;
                case "fmt ":
                    (pcm, mask) = Format(file.Slice(body, (int)length));
                    break;
                case "fact":
                    factFrames = U32(file, body);
                    break;
                case "data":
                    dataOffset = body;
                    if (rf64) Assert.Equal(uint.MaxValue, (uint)length);
                    else dataBytes = length;
                    length = dataBytes;
                    break;
                default:
                    Assert.Equal("JUNK", tag);
                    break;
            }

            at += 8 + length + (length & 1);
        }

        Assert.Equal(end, at);
        Assert.NotNull(pcm);
        Assert.Equal(0, dataBytes % pcm.Value.FrameBytes);
        var frames = dataBytes / pcm.Value.FrameBytes;
        if (rf64) Assert.Equal(frames, sampleCount);
        if (factFrames >= 0) Assert.Equal(rf64 ? uint.MaxValue : frames, factFrames);
        if (pcm.Value.Sample == SampleType.F32) Assert.True(factFrames >= 0);
        if (readSamples) Assert.True(mayTrail ? file.Length >= end : file.Length == end, $"{file.Length} bytes, {end} by the header");
        var samples = new float[readSamples ? frames * pcm.Value.Format.Channels : 0];
        if (readSamples) ScalarConverter.Decode(file[(int)dataOffset..], pcm.Value.Sample, samples);
        return new ParsedWav(pcm.Value, rf64, frames, dataOffset, mask, samples);
    }

    private static (PcmFormat Pcm, uint Mask) Format(ReadOnlySpan<byte> body)
    {
        var tag = BinaryPrimitives.ReadUInt16LittleEndian(body);
        var channels = BinaryPrimitives.ReadUInt16LittleEndian(body[2..]);
        var rate = (int)U32(body, 4);
        var bits = BinaryPrimitives.ReadUInt16LittleEndian(body[14..]);
        uint mask = 0;
        if (tag == 0xFFFE)
        {
            Assert.Equal(22, BinaryPrimitives.ReadUInt16LittleEndian(body[16..]));
            Assert.Equal(bits, BinaryPrimitives.ReadUInt16LittleEndian(body[18..]));
            mask = U32(body, 20);
            tag = BinaryPrimitives.ReadUInt16LittleEndian(body[24..]);
            Assert.Equal("000000001000800000AA00389B71", Convert.ToHexString(body.Slice(26, 14)));
        }
        else
        {
            Assert.True(channels <= 2 && (bits == 16 || tag == 3), "this format needs WAVE_FORMAT_EXTENSIBLE");
        }

        var sample = (tag, bits) switch
        {
            (1, 16) => SampleType.S16,
            (1, 24) => SampleType.S24,
            (1, 32) => SampleType.S32,
            (3, 32) => SampleType.F32,
            _ => throw new InvalidDataException($"format {tag}, {bits} bits"),
        };
        var pcm = new PcmFormat(sample, new AudioFormat(rate, channels));
        Assert.Equal(pcm.FrameBytes, BinaryPrimitives.ReadUInt16LittleEndian(body[12..]));
        Assert.Equal((uint)(rate * pcm.FrameBytes), U32(body, 8));
        return (pcm, mask);
    }

    private static string Tag(ReadOnlySpan<byte> file, int at) => Encoding.ASCII.GetString(file.Slice(at, 4));

    private static uint U32(ReadOnlySpan<byte> file, int at) => BinaryPrimitives.ReadUInt32LittleEndian(file[at..]);
}
