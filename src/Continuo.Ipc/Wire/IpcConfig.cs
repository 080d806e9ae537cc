using System.Buffers.Binary;
using Continuo.Audio;
using Continuo.Codecs.Opus;
using Continuo.Diagnostics;

namespace Continuo.Ipc.Wire;

/// <summary>A requested or agreed configuration: 16 bytes, little-endian. Zero leaves a value to the server.</summary>
/// <param name="LowestVersion">Lowest supported version; in an answer the agreed one.</param>
/// <param name="HighestVersion">Highest supported version; in an answer the agreed one.</param>
/// <param name="ClientSends">Whether the client sends audio instead of the server.</param>
/// <param name="Codec">Encoding of audio messages.</param>
/// <param name="SampleRate">Frames per second.</param>
/// <param name="Channels">Samples per frame.</param>
/// <param name="Frames">Maximum number of frames per message; with Opus, the exact number.</param>
/// <param name="BitRate">Bit rate of Opus, in bits per second.</param>
[RealTime]
internal readonly record struct IpcConfig(
    byte LowestVersion,
    byte HighestVersion,
    bool ClientSends,
    IpcCodec Codec,
    int SampleRate,
    int Channels,
    int Frames,
    int BitRate)
{
    public const int Bytes = 16;

    /// <summary>Creates a client's request.</summary>
    public static IpcConfig NewRequest(
        bool clientSends,
        IpcCodec codec = IpcCodec.Any,
        int sampleRate = 0,
        int channels = 0,
        int frames = 0,
        int bitRate = 0) =>
        new(IpcHeader.FirstVersion, IpcHeader.LastVersion, clientSends, codec, sampleRate, channels, frames, bitRate);

    public void WriteTo(Span<byte> bytes)
    {
        bytes = bytes[..Bytes];
        bytes[0] = LowestVersion;
        bytes[1] = HighestVersion;
        bytes[2] = ClientSends ? (byte)2 : (byte)1;
        bytes[3] = (byte)Codec;
        BinaryPrimitives.WriteInt32LittleEndian(bytes[4..], SampleRate);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[8..], (ushort)Channels);
        BinaryPrimitives.WriteUInt16LittleEndian(bytes[10..], (ushort)Frames);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[12..], BitRate);
    }

    /// <summary>Reads a request.</summary>
    /// <param name="bytes">Exactly <see cref="Bytes"/>.</param>
    /// <param name="config">The request.</param>
    /// <returns>Whether its values are valid.</returns>
    public static bool TryReadRequest(ReadOnlySpan<byte> bytes, out IpcConfig config) =>
        TryRead(bytes, out config) && (!config.ClientSends || config.IsComplete);

    /// <summary>Reads a server's answer, in which all values are set.</summary>
    public static bool TryReadAnswer(ReadOnlySpan<byte> bytes, out IpcConfig config) =>
        TryRead(bytes, out config) && config.IsComplete && config.LowestVersion == config.HighestVersion;

    private bool IsComplete =>
        Codec != IpcCodec.Any && SampleRate != 0 && Channels != 0 && Frames != 0 && (Codec == IpcCodec.Opus || BitRate == 0);

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
