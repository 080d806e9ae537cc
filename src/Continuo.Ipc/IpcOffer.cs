using System.Globalization;
using Continuo.Audio;
using Continuo.Codecs.Opus;
using Continuo.Ipc.Wire;

namespace Continuo.Ipc;

/// <summary>Determines the configuration that a server offers for a request.</summary>
internal static class IpcOffer
{
    /// <summary>Maximum length of an Opus packet: 120 ms at the highest bit rate.</summary>
    private const int MaxOpusContent = 6 * OpusFormat.MaxFrameBytes + 16;

    /// <summary>The configuration for a client that receives a ring's audio.</summary>
    /// <param name="request">Requested configuration.</param>
    /// <param name="format">Format of the ring.</param>
    /// <param name="chunkFrames">Chunk length of the ring.</param>
    /// <exception cref="AudioException">It is not available; the message names the reason.</exception>
    public static IpcConfig ForReceiver(in IpcConfig request, AudioFormat format, int chunkFrames)
    {
        RequireRate(request, format);
        var codec = request.Codec == IpcCodec.Any ? IpcCodec.F32 : request.Codec;
        var channels = request.Channels == 0 ? format.Channels : request.Channels;
        var speakers = channels == format.Channels ? IpcConfig.SpeakersOf(format.Layout) : 0;
        return Complete(
            request with { Codec = codec, SampleRate = format.SampleRate, Channels = channels, Speakers = speakers }, chunkFrames);
    }

    /// <summary>The configuration for a client that sends: as requested, if it can be received as <paramref name="format"/>.</summary>
    /// <exception cref="AudioException">It cannot; the message names the reason.</exception>
    public static IpcConfig ForSender(in IpcConfig request, AudioFormat format)
    {
        RequireRate(request, format);
        var config = Complete(request, request.Frames);
        if (config.Frames == request.Frames) return config;
        throw Unsupported(string.Create(CultureInfo.InvariantCulture, $"messages of {request.Frames} frames"), "they are too long",
            "Make them shorter");
    }

    /// <summary>Maximum length of an audio message's content in bytes.</summary>
    public static int MaxContent(in IpcConfig config) =>
        config.Codec == IpcCodec.Opus ? MaxOpusContent : config.Frames * config.Channels * BytesPerSample(config.Codec);

    /// <summary>Completes a configuration with the frames per message and the bit rate.</summary>
    /// <exception cref="AudioException">The codec does not support it.</exception>
    public static IpcConfig Complete(in IpcConfig config, int chunkFrames)
    {
        if (config.Codec == IpcCodec.Opus) return CompleteOpus(config);
        var most = Math.Min(chunkFrames, IpcLimits.MaxContent / (config.Channels * BytesPerSample(config.Codec)));
        var frames = config.Frames == 0 ? most : Math.Min(config.Frames, most);
        return config with { LowestVersion = IpcHeader.LastVersion, HighestVersion = IpcHeader.LastVersion, Frames = frames, BitRate = 0 };
    }

    private static IpcConfig CompleteOpus(in IpcConfig config)
    {
        OpusFormat.Require(config.Format);
        var frames = config.Frames == 0 ? config.SampleRate / 50 : config.Frames;
        if (!OpusFormat.IsPacketSize(frames, config.SampleRate))
        {
            throw Unsupported(string.Create(CultureInfo.InvariantCulture, $"Opus packets of {frames} frames"),
                "Opus does not support this length", "Use 2.5, 5, 10, 20, 40 or 60 ms");
        }

        var bitRate = config.BitRate == 0 ? OpusPreset.Standard.Settings.BitRate : config.BitRate;
        return config with
        {
            LowestVersion = IpcHeader.LastVersion,
            HighestVersion = IpcHeader.LastVersion,
            Frames = frames,
            BitRate = bitRate,
            Speakers = 0,
        };
    }

    private static int BytesPerSample(IpcCodec codec) => codec == IpcCodec.S16 ? 2 : 4;

    private static void RequireRate(in IpcConfig request, AudioFormat format)
    {
        if (request.SampleRate == 0 || request.SampleRate == format.SampleRate) return;
        throw Unsupported(
            string.Create(CultureInfo.InvariantCulture, $"{request.SampleRate} Hz"),
            string.Create(CultureInfo.InvariantCulture, $"the server has {format.SampleRate} Hz and does not convert rates"),
            string.Create(CultureInfo.InvariantCulture, $"Request {format.SampleRate} Hz"));
    }

    private static AudioException Unsupported(string asked, string happened, string remedy) =>
        new(AudioErrorCode.Unsupported, asked, happened, remedy);
}
