using System.Buffers.Binary;
using System.Text;

namespace Continuo.Codecs.Tests.SoundFiles;

/// <summary>Pieces of WAV files, 48 kHz, 16 bit, with any sizes.</summary>
internal static class Wav
{
    /// <summary>Everything before the samples of a mono file.</summary>
    public static byte[] Header(uint dataSize, uint riffSize) =>
        [.. "RIFF"u8, .. Bytes(riffSize), .. "WAVE"u8, .. Chunk("fmt ", Format(1, 1)), .. "data"u8, .. Bytes(dataSize)];

    /// <summary>Everything before the samples of a file that names its speakers.</summary>
    public static byte[] Extensible(int channels, uint mask, int dataSize)
    {
        byte[] guid = [1, 0, 0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71];
        byte[] format = [.. Format(0xFFFE, channels), 22, 0, 16, 0, .. Bytes(mask), .. guid];
        return [.. "RIFF"u8, 0, 0, 0, 0, .. "WAVE"u8, .. Chunk("fmt ", format), .. "data"u8, .. Bytes((uint)dataSize)];
    }

    /// <summary>A chunk with its padding.</summary>
    public static byte[] Chunk(string tag, byte[] content) =>
        [.. Encoding.ASCII.GetBytes(tag), .. Bytes((uint)content.Length), .. content, .. new byte[content.Length & 1]];

    /// <summary>A tone of 440 Hz, mono.</summary>
    public static byte[] Tone(int frames)
    {
        var bytes = new byte[2 * frames];
        for (var i = 0; i < frames; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(bytes.AsSpan(2 * i), (short)(16_000 * Math.Sin(2 * Math.PI * 440 * i / 48_000)));
        }

        return bytes;
    }

    private static byte[] Format(ushort tag, int channels)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, tag);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2), (ushort)channels);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4), 48_000);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), 96_000 * channels);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(12), (ushort)(2 * channels));
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(14), 16);
        return bytes;
    }

    private static byte[] Bytes(uint value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }
}
