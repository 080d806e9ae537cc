using System.Buffers.Binary;
using Continuo.Audio;
using Continuo.Codecs.Opus;
using Continuo.Diagnostics;

namespace Continuo.Ipc.Wire;

/// <summary>What a client wants, or gets: 16 bytes, little-endian. Zero leaves a value to the server.</summary>
/// <param name="LowestVersion">The lowest version spoken; in an answer the one agreed.</param>
/// <param name="HighestVersion">The highest version spoken; in an answer the one agreed.</param>
/// <param name="Talks">Whether the client sends audio, not the server.</param>
/// <param name="Codec">How audio lies in messages.</param>
/// <param name="SampleRate">Frames per second.</param>
/// <param name="Channels">Samples per frame.</param>
/// <param name="Frames">The most frames of a message; with Opus, those of each.</param>
/// <param name="BitRate">Of Opus, in bits per second.</param>
[RealTime]
internal readonly record struct IpcConfig(byte LowestVersion, byte HighestVersion, bool Talks, IpcCodec Codec, int SampleRate, int Channels, int Frames, int BitRate)
{
    public const int Bytes = 16;

    /// <summary>A client's wish.</summary>
    public static IpcConfig Wish(bool talks, IpcCodec codec = IpcCodec.Any, int sampleRate = 0, int channels = 0, int frames = 0, int bitRate = 0) =>
        new(IpcHeader.FirstVersion, IpcHeader.LastVersion, talks, codec, sampleRate, channels, frames, bitRate);

    public void WriteTo(Span<byte> bytes)
    {
        bytes = bytes[..Bytes];
        bytes[0] = LowestVersion;
        bytes[1] = HighestVersion;
        bytes[2] = Talks ? (byte)2 : (byte)1;
        bytes[3] = (byte)Codec;
        BinaryPrimitives.WriteInt32LittleEndian(bytes[4..], SampleRate);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[8..], (ushort)Channels);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[10..], (ushort)Frames);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[12..], BitRate);
    }

    /// <summary>Reads a request.</summary>
    /// <param name="bytes">Exactly <see cref="Bytes"/>.</param>
    /// <param name="config">What it says.</param>
    /// <returns>Whether its values make sense.</returns>
    public static bool TryReadRequest(ReadOnlySpan<byte> bytes, out IpcConfig config) => TryRead(bytes, out config) && (!config.Talks || config.IsComplete);

    /// <summary>Reads a server's answer, in which nothing is left open.</summary>
    public static bool TryReadAnswer(ReadOnlySpan<byte> bytes, out IpcConfig config) =>
        TryRead(bytes, out config) && config.IsComplete && config.LowestVersion == config.HighestVersion;

    private bool IsComplete => Codec != IpcCodec.Any && SampleRate != 0 && Channels != 0 && Frames != 0 && (Codec == IpcCodec.Opus || BitRate == 0);

    private static bool TryRead(ReadOnlySpan<byte> bytes, out IpcConfig config)
    {
        config = default;
        if (bytes.Length != Bytes) return false;
        config = new IpcConfig(
            bytes[0],
            bytes[1],
            bytes[2] == 2,
            (IpcCodec)bytes[3],
            BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]),
            BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]),
            BinaryPrimitives.ReadUInt16LittleEndian(bytes[10..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]));
        return config.LowestVersion >= 1 && config.HighestVersion >= config.LowestVersion
            && bytes[2] is 1 or 2
            && config.Codec <= IpcCodec.Opus
            && config.SampleRate is 0 or (>= AudioFormat.MinSampleRate and <= AudioFormat.MaxSampleRate)
            && config.Channels is >= 0 and <= AudioFormat.MaxChannels
            && config.BitRate is 0 or (>= OpusSettings.MinBitRate and <= OpusSettings.MaxBitRate);
    }
}
