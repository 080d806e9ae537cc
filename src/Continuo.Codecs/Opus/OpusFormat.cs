using System.Globalization;
using Continuo.Audio;
using Continuo.Diagnostics;

namespace Continuo.Codecs.Opus;

/// <summary>
/// What Opus can code (RFC 6716): 8, 12, 16, 24 or 48 kHz, mono or stereo, in packets of 2.5, 5, 10, 20, 40 or 60 ms. Thread-safe.
/// </summary>
internal static class OpusFormat
{
    /// <summary>No frame inside a packet is longer, in bytes.</summary>
    public const int MaxFrameBytes = 1275;

    /// <summary>No packet that is received lasts longer.</summary>
    public static readonly TimeSpan MaxPacketTime = TimeSpan.FromMilliseconds(120);

    /// <summary>The durations an encoder can be asked for, in tenths of a millisecond.</summary>
    private static readonly int[] DurationsTenthsMs = [25, 50, 100, 200, 400, 600];

    /// <summary>Whether a rate can be coded as it is.</summary>
    public static bool IsRate(int sampleRate) => sampleRate is 8_000 or 12_000 or 16_000 or 24_000 or 48_000;

    /// <summary>Whether an encoder takes packets of so many frames. Real-time-safe.</summary>
    [RealTime]
    public static bool IsPacketSize(int frames, int sampleRate)
    {
        var unit = sampleRate / 400; // 2.5 ms
        return frames == unit || frames == 2 * unit || frames == 4 * unit || frames == 8 * unit || frames == 16 * unit || frames == 24 * unit;
    }

    /// <summary>Number of frames a packet of a duration holds.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if Opus has no such packets.</exception>
    public static int FramesOf(TimeSpan duration, int sampleRate)
    {
        foreach (var tenths in DurationsTenthsMs)
        {
            if (duration.Ticks == tenths * TimeSpan.TicksPerMillisecond / 10) return tenths * sampleRate / 10_000;
        }

        throw new AudioException(
            AudioErrorCode.InvalidArgument,
            string.Create(CultureInfo.InvariantCulture, $"packets of {duration.TotalMilliseconds:0.###} ms"),
            "Opus has no such packets",
            "Use 2.5, 5, 10, 20, 40 or 60 ms");
    }

    /// <summary>Refuses what Opus cannot code.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.Unsupported"/> if rate or channels are none of Opus's.</exception>
    public static void Require(AudioFormat format)
    {
        if (IsRate(format.SampleRate) && format.Channels <= 2) return;
        throw new AudioException(
            AudioErrorCode.Unsupported, $"Opus at {format}", "Opus codes 8000, 12000, 16000, 24000 or 48000 Hz, 1 or 2 channels", "Resample to 48000 Hz, or mix down to 2 channels");
    }
}
