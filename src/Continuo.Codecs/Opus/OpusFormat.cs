using System.Globalization;
using Continuo.Audio;
using Continuo.Diagnostics;

namespace Continuo.Codecs.Opus;

/// <summary>
/// Formats that Opus supports (RFC 6716): 8, 12, 16, 24 or 48 kHz, mono or stereo, in packets of 2.5, 5, 10, 20, 40 or 60 ms. Thread-safe.
/// </summary>
internal static class OpusFormat
{
    /// <summary>Maximum length of a frame inside a packet, in bytes.</summary>
    public const int MaxFrameBytes = 1275;

    /// <summary>Maximum duration of a received packet.</summary>
    public static readonly TimeSpan MaxPacketTime = TimeSpan.FromMilliseconds(120);

    /// <summary>Packet durations that an encoder supports, in tenths of a millisecond.</summary>
    private static readonly int[] DurationsTenthsMs = [25, 50, 100, 200, 400, 600];

    /// <summary>Whether Opus supports a rate.</summary>
    public static bool IsRate(int sampleRate) => sampleRate is 8_000 or 12_000 or 16_000 or 24_000 or 48_000;

    /// <summary>Whether an encoder supports packets of this many frames. Real-time-safe.</summary>
    [RealTime]
    public static bool IsPacketSize(int frames, int sampleRate)
    {
        var unit = sampleRate / 400; // 2.5 ms
        return frames == unit || frames == 2 * unit || frames == 4 * unit || frames == 8 * unit || frames == 16 * unit
            || frames == 24 * unit;
    }

    /// <summary>Number of frames in a packet of a given duration.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if Opus does not support the duration.</exception>
    public static int FramesOf(TimeSpan duration, int sampleRate)
    {
        foreach (var tenths in DurationsTenthsMs)
        {
            if (duration.Ticks == tenths * TimeSpan.TicksPerMillisecond / 10) return tenths * sampleRate / 10_000;
        }

        throw new AudioException(
            AudioErrorCode.InvalidArgument,
            string.Create(CultureInfo.InvariantCulture, $"packets of {duration.TotalMilliseconds:0.###} ms"),
            "Opus does not support this length",
            "Use 2.5, 5, 10, 20, 40 or 60 ms");
    }

    /// <summary>Refuses formats that Opus does not support.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.Unsupported"/>.</exception>
    public static void Require(AudioFormat format)
    {
        if (IsRate(format.SampleRate) && format.Channels <= 2) return;
        throw new AudioException(
            AudioErrorCode.Unsupported, $"Opus at {format}", "Opus supports 8000, 12000, 16000, 24000 or 48000 Hz, 1 or 2 channels",
                "Resample to 48000 Hz, or mix down to 2 channels");
    }
}
