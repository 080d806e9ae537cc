using Continuo.Audio;
using Continuo.Codecs.Opus;
using Continuo.Ipc.Wire;

namespace Continuo.Ipc;

/// <summary>Options of <c>ipc:PATH</c>.</summary>
internal static class IpcAddress
{
    /// <summary>Name of the codec in addresses and reports.</summary>
    public static string NameOf(IpcCodec codec) => codec switch
    {
        IpcCodec.S16 => "s16",
        IpcCodec.F32 => "f32",
        IpcCodec.Opus => "opus",
        _ => "any",
    };

    /// <summary>The option <c>codec</c>.</summary>
    /// <exception cref="AudioException">The codec is unknown.</exception>
    public static IpcCodec CodecOf(AudioAddress address) => address.Option("codec")?.ToLowerInvariant() switch
    {
        null => IpcCodec.Any,
        "s16" => IpcCodec.S16,
        "f32" => IpcCodec.F32,
        "opus" => IpcCodec.Opus,
        var name =>
            throw new AudioException(AudioErrorCode.Unsupported, address.Text, $"there is no codec '{name}'", "Use opus, s16 or f32"),
    };

    /// <summary>The option <c>bitrate</c>, in bits per second; 0 if absent.</summary>
    /// <exception cref="AudioException">It is out of range, or the codec is not Opus.</exception>
    public static int BitRateOf(AudioAddress address, IpcCodec codec)
    {
        if (address.Option("bitrate") is null) return 0;
        if (codec != IpcCodec.Opus)
        {
            throw new AudioException(AudioErrorCode.InvalidArgument, address.Text, "only Opus has a bit rate", "Add codec=opus");
        }

        return (int)address.Number("bitrate", 0, OpusSettings.MinBitRate, OpusSettings.MaxBitRate);
    }

    /// <summary>The option <c>budget</c>, in milliseconds.</summary>
    public static TimeSpan BudgetOf(AudioAddress address) =>
        TimeSpan.FromMilliseconds(address.Number("budget", IpcLimits.Budget.TotalMilliseconds, 1, 60_000));

    /// <summary>The option <c>silence</c>, in milliseconds.</summary>
    public static TimeSpan SilenceOf(AudioAddress address) =>
        TimeSpan.FromMilliseconds(address.Number("silence", IpcLimits.Silence.TotalMilliseconds, 500, 60_000));

    /// <summary>The path.</summary>
    /// <exception cref="AudioException">It is empty.</exception>
    public static string PathOf(AudioAddress address) => address.Target.Length > 0
        ? address.Target
        : throw new AudioException(AudioErrorCode.InvalidArgument, address.Text, "no path is given",
            "Write it after the colon: ipc:/run/user/1000/music.sock");

    /// <exception cref="AudioException"><see cref="AudioErrorCode.Unsupported"/> on other systems.</exception>
    public static void RequireLinux(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new AudioException(AudioErrorCode.Unsupported, path, "ipc: requires Linux, whose kernel identifies the peer",
                "Use rtp: on other systems");
        }
    }
}
