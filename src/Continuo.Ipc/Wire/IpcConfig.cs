using System.Buffers.Binary;
using System.Numerics;
using Continuo.Audio;
using Continuo.Codecs.Opus;

namespace Continuo.Ipc.Wire;

/// <summary>A requested or agreed configuration: 16 bytes, little-endian. Zero leaves a value to the server.</summary>
/// <param name="LowestVersion">Lowest supported version; in an answer the agreed one.</param>
/// <param name="HighestVersion">Highest supported version; in an answer the agreed one.</param>
/// <param name="ClientSends">Whether the client sends audio instead of the server.</param>
/// <param name="Codec">Encoding of audio messages.</param>
/// <param name="SampleRate">Frames per second.</param>
/// <param name="Channels">Samples per frame.</param>
/// <param name="Frames">Maximum number of frames per message; with Opus, the exact number.</param>
/// <param name="BitRate">Bit rate of Opus, in bits per second; 0 for PCM.</param>
/// <param name="Speakers">Speakers of the channels of PCM, see <see cref="SpeakersOf"/>; 0 for Opus.</param>
internal readonly record struct IpcConfig(
    byte LowestVersion,
    byte HighestVersion,
    bool ClientSends,
    IpcCodec Codec,
    int SampleRate,
    int Channels,
    int Frames,
    int BitRate,
    uint Speakers = 0)
{
    public const int Bytes = 16;

    /// <summary>Value of <see cref="Speakers"/> if no channel has a speaker.</summary>
    private const uint NoSpeakers = 1u << 31;

    /// <summary>The agreed audio format.</summary>
    public AudioFormat Format => new(
        SampleRate,
        Speakers == NoSpeakers ? ChannelLayout.Unnamed(Channels) : ChannelLayout.FromMask(Speakers, Channels));

    /// <summary>
    /// A layout on the wire: 0 for the default one, otherwise the bits of the WAVE mask, or only the highest bit if there are none.
    /// </summary>
    public static uint SpeakersOf(ChannelLayout layout) =>
        layout == ChannelLayout.Default(layout.Channels) ? 0 : layout.IsUnnamed ? NoSpeakers : layout.Mask;

    /// <summary>Creates a client's request.</summary>
    public static IpcConfig NewRequest(
        bool clientSends,
        IpcCodec codec = IpcCodec.Any,
        int sampleRate = 0,
        int channels = 0,
        int frames = 0,
        int bitRate = 0) =>
        new(IpcHeader.FirstVersion, IpcHeader.LastVersion, clientSends, codec, sampleRate, channels, frames, bitRate);

    /// <summary>Creates the request of a client that sends audio of this format.</summary>
    public static IpcConfig NewSender(AudioFormat format, IpcCodec codec, int bitRate)
    {
        var request = NewRequest(clientSends: true, codec, format.SampleRate, format.Channels, bitRate: bitRate);
        return request with { Speakers = SpeakersOf(format.Layout) };
    }

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
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[12..], IsPcm(Codec) ? Speakers : (uint)BitRate);
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
        Codec != IpcCodec.Any && SampleRate != 0 && Channels != 0 && Frames != 0;

    private static bool IsPcm(IpcCodec codec) => codec is IpcCodec.S16 or IpcCodec.F32;

    private static bool TryRead(ReadOnlySpan<byte> bytes, out IpcConfig config)
    {
        config = default;
        if (bytes.Length != Bytes) return false;
        var last = BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]);
        var isPcm = IsPcm((IpcCodec)bytes[3]);
        config = new IpcConfig(
            bytes[0],
            bytes[1],
            bytes[2] == 2,
            (IpcCodec)bytes[3],
            BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]),
            BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]),
            BinaryPrimitives.ReadUInt16LittleEndian(bytes[10..]),
            isPcm ? 0 : (int)Math.Min(last, int.MaxValue),
            isPcm ? last : 0);
        return config.LowestVersion >= 1 && config.HighestVersion >= config.LowestVersion
            && bytes[2] is 1 or 2
            && config.Codec <= IpcCodec.Opus
            && config.SampleRate is 0 or (>= AudioFormat.MinSampleRate and <= AudioFormat.MaxSampleRate)
            && config.Channels is >= 0 and <= AudioFormat.MaxChannels
            && config.BitRate is 0 or (>= OpusSettings.MinBitRate and <= OpusSettings.MaxBitRate)
            && config.Speakers is NoSpeakers or <= ChannelLayout.AllSpeakers
            && (config.Channels == 0 || BitOperations.PopCount(config.Speakers & ~NoSpeakers) <= config.Channels);
    }
}
