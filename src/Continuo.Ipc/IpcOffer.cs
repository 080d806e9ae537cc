using System.Globalization;
using Continuo.Audio;
using Continuo.Codecs.Opus;
using Continuo.Ipc.Wire;

namespace Continuo.Ipc;

/// <summary>What a server gives to a client that wants something.</summary>
internal static class IpcOffer
{
    /// <summary>No Opus packet that anybody sends is longer: 120 ms at the highest bit rate.</summary>
    private const int MaxOpusContent = 6 * OpusFormat.MaxFrameBytes + 16;

    /// <summary>What a listening client gets of a ring's audio.</summary>
    /// <param name="request">What it wants.</param>
    /// <param name="format">The ring's.</param>
    /// <param name="chunkFrames">The ring's chunk.</param>
    /// <exception cref="AudioException">It cannot be had; the message says why.</exception>
    public static IpcConfig ToListener(in IpcConfig request, AudioFormat format, int chunkFrames)
    {
        RequireRate(request, format);
        var codec = request.Codec == IpcCodec.Any ? IpcCodec.F32 : request.Codec;
        var channels = request.Channels == 0 ? format.Channels : request.Channels;
        return Complete(request with { Codec = codec, SampleRate = format.SampleRate, Channels = channels }, chunkFrames);
    }

    /// <summary>What a talking client gets: what it asks for, if that can be received as <paramref name="format"/>.</summary>
    /// <exception cref="AudioException">It cannot; the message says why.</exception>
    public static IpcConfig ToTalker(in IpcConfig request, AudioFormat format)
    {
        RequireRate(request, format);
        var config = Complete(request, request.Frames);
        if (config.Frames == request.Frames) return config;
        throw Unsupported(string.Create(CultureInfo.InvariantCulture, $"messages of {request.Frames} frames"), "they are too long", "Make them shorter");
    }

    /// <summary>The most bytes that the content of an audio message may have.</summary>
    public static int MaxContent(in IpcConfig config) =>
        config.Codec == IpcCodec.Opus ? MaxOpusContent : config.Frames * config.Channels * BytesPerSample(config.Codec);

    /// <summary>The configuration with the frames per message and the bit rate that it comes to.</summary>
    /// <exception cref="AudioException">The codec cannot be had with it.</exception>
    public static IpcConfig Complete(in IpcConfig config, int chunkFrames)
    {
        if (config.Codec == IpcCodec.Opus) return CompleteOpus(config);
        var most = Math.Min(chunkFrames, IpcLimits.MaxContent / (config.Channels * BytesPerSample(config.Codec)));
        var frames = config.Frames == 0 ? most : Math.Min(config.Frames, most);
        return config with { LowestVersion = IpcHeader.LastVersion, HighestVersion = IpcHeader.LastVersion, Frames = frames, BitRate = 0 };
    }

    private static IpcConfig CompleteOpus(in IpcConfig config)
    {
        OpusFormat.Require(new AudioFormat(config.SampleRate, config.Channels));
        var frames = config.Frames == 0 ? config.SampleRate / 50 : config.Frames;
        if (!OpusFormat.IsPacketSize(frames, config.SampleRate)) throw Unsupported(string.Create(CultureInfo.InvariantCulture, $"Opus packets of {frames} frames"), "it has none of this length", "Use 2.5, 5, 10, 20, 40 or 60 ms");
        var bitRate = config.BitRate == 0 ? OpusPreset.Standard.Settings.BitRate : config.BitRate;
        return config with { LowestVersion = IpcHeader.LastVersion, HighestVersion = IpcHeader.LastVersion, Frames = frames, BitRate = bitRate };
    }

    private static int BytesPerSample(IpcCodec codec) => codec == IpcCodec.S16 ? 2 : 4;

    private static void RequireRate(in IpcConfig request, AudioFormat format)
    {
        if (request.SampleRate == 0 || request.SampleRate == format.SampleRate) return;
        throw Unsupported(
            string.Create(CultureInfo.InvariantCulture, $"{request.SampleRate} Hz"),
            string.Create(CultureInfo.InvariantCulture, $"here it is {format.SampleRate} Hz, and rates are not converted"),
            string.Create(CultureInfo.InvariantCulture, $"Ask for {format.SampleRate} Hz"));
    }

    private static AudioException Unsupported(string asked, string happened, string remedy) => new(AudioErrorCode.Unsupported, asked, happened, remedy);
}
