using System.Globalization;
using Continuo.Diagnostics;

namespace Continuo.Audio;

/// <summary>Format of raw PCM: sample type, rate, channels. Little-endian, interleaved. Immutable.</summary>
/// <param name="Sample">How a sample is stored.</param>
/// <param name="Format">Sample rate and channels.</param>
public readonly record struct PcmFormat(SampleType Sample, AudioFormat Format)
{
    /// <summary>Bytes per sample.</summary>
    public int SampleBytes => BytesOf(Sample);

    /// <summary>Bytes per frame.</summary>
    public int FrameBytes => SampleBytes * Format.Channels;

    /// <summary>Returns the number of bytes per sample.</summary>
    [RealTime]
    public static int BytesOf(SampleType sample) => sample switch
    {
        SampleType.S16 => 2,
        SampleType.S24 => 3,
        _ => 4,
    };

    /// <summary>
    /// Parses text such as <c>s16le,44100,1</c>: sample type (<c>s16le s24le s32le f32le</c>; <c>le</c> is optional), rate, channels.
    /// </summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if the text is invalid; the message names the
    /// invalid part.</exception>
    public static PcmFormat Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split(',', StringSplitOptions.TrimEntries);
        if (parts.Length != 3) throw Invalid(text, "it does not have three parts");
        if (!int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var rate))
        {
            throw Invalid(text, $"the rate '{parts[1]}' is not a whole number");
        }

        if (!int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var channels))
        {
            throw Invalid(text, $"the channels '{parts[2]}' are not a whole number");
        }

        return new PcmFormat(ParseSample(parts[0]), new AudioFormat(rate, channels));
    }

    /// <summary>Parses a sample type: <c>s16 s24 s32 f32</c>, each with or without <c>le</c>.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if it is none of them.</exception>
    public static SampleType ParseSample(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.ToLowerInvariant() switch
        {
            "s16" or "s16le" => SampleType.S16,
            "s24" or "s24le" => SampleType.S24,
            "s32" or "s32le" => SampleType.S32,
            "f32" or "f32le" => SampleType.F32,
            _ => throw Invalid(text, $"'{text}' is not a sample type"),
        };
    }

    /// <summary>Formats the value so that <see cref="Parse"/> can read it, for example <c>s16le,44100,1</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Sample.ToString().ToLowerInvariant()}le,{Format.SampleRate},{Format.Channels}");

    private static AudioException Invalid(string text, string happened) =>
        new(AudioErrorCode.InvalidArgument, $"format '{text}'", happened,
            "Write TYPE,RATE,CHANNELS with a type of s16le, s24le, s32le or f32le, for example s16le,44100,1");
}
