using System.Runtime.Versioning;
using Continuo.Audio;
using NAudio.Wave;

namespace Continuo.Devices.Wasapi;

/// <summary>Converts between formats. Windows has the channel order and the mask of <see cref="ChannelLayout"/>.</summary>
[SupportedOSPlatform("windows")]
internal static class WasapiFormats
{
    private const int FloatBits = 32;
    private const int PlainChannels = 2; // with more, the format needs the mask

    /// <summary>Float samples in the given format.</summary>
    public static WaveFormat Of(AudioFormat format) => format.Channels <= PlainChannels
        ? WaveFormat.CreateIeeeFloatWaveFormat(format.SampleRate, format.Channels)
        : new WaveFormatExtensible(format.SampleRate, FloatBits, format.Channels, true, FloatBits, (int)format.Layout.Mask);

    /// <summary>Rate and layout of a device; <see langword="null"/> if Continuo does not support them.</summary>
    public static AudioFormat? Of(WaveFormat format)
    {
        if (format.Channels is < 1 or > AudioFormat.MaxChannels
            || format.SampleRate is < AudioFormat.MinSampleRate or > AudioFormat.MaxSampleRate) return null;
        var mask = format is WaveFormatExtensible extensible ? (uint)extensible.ChannelMask : 0;
        return new AudioFormat(format.SampleRate, ChannelLayout.FromMask(mask, format.Channels));
    }

    /// <summary>Whether a device's own samples are float in the given format, so that nothing need be converted.</summary>
    public static bool IsSame(WaveFormat own, AudioFormat format)
    {
        var isFloat = own is WaveFormatExtensible e
            ? e.ToStandardWaveFormat().Encoding == WaveFormatEncoding.IeeeFloat
            : own.Encoding == WaveFormatEncoding.IeeeFloat;
        return isFloat && own.BitsPerSample == FloatBits && Of(own) == format;
    }
}
