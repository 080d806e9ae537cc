using Continuo.Audio;

namespace Continuo.Devices.Alsa;

/// <summary>Converts between channel layouts and ALSA's channel maps (<c>snd_pcm_chmap_position</c> in alsa/pcm.h).</summary>
internal static class AlsaChannels
{
    private const uint Mono = 2;
    private const uint PositionMask = 0xFFFF; // above it are flags of the driver

    // In the order of Speaker.
    private static ReadOnlySpan<uint> Positions => [3, 4, 7, 8, 5, 6, 12, 13, 11, 9, 10, 21, 22, 24, 23, 25, 27, 26];

    /// <summary>The order of a device with this channel map.</summary>
    /// <param name="positions">The position of each channel.</param>
    public static ChannelOrder OrderOf(ReadOnlySpan<uint> positions)
    {
        var speakers = new Speaker[positions.Length];
        for (var i = 0; i < speakers.Length; i++)
        {
            var position = positions[i] & PositionMask;
            speakers[i] = position == Mono ? Speaker.FrontCentre : (Speaker)Positions.IndexOf(position);
        }

        return new ChannelOrder(speakers);
    }

    /// <summary>
    /// The order of a device without a channel map, as in the kernel's <c>snd_pcm_std_chmaps</c>: the back pair precedes the centre.
    /// </summary>
    public static ChannelOrder Standard(int channels) => channels switch
    {
        5 => new(Speaker.FrontLeft, Speaker.FrontRight, Speaker.BackLeft, Speaker.BackRight, Speaker.FrontCentre),
        6 => new(Speaker.FrontLeft, Speaker.FrontRight, Speaker.BackLeft, Speaker.BackRight, Speaker.FrontCentre, Speaker.LowFrequency),
        8 => new(Speaker.FrontLeft, Speaker.FrontRight, Speaker.BackLeft, Speaker.BackRight, Speaker.FrontCentre, Speaker.LowFrequency,
            Speaker.SideLeft, Speaker.SideRight),
        _ => ChannelOrder.Of(ChannelLayout.Default(channels)),
    };

    /// <summary>Writes a channel map for a layout: the count, then the position of each channel.</summary>
    /// <param name="layout">The layout.</param>
    /// <param name="map">One element more than channels.</param>
    public static void Write(ChannelLayout layout, Span<uint> map)
    {
        map[0] = (uint)layout.Channels;
        for (var i = 0; i < layout.Channels; i++) map[i + 1] = layout[i] is var s && s < 0 ? 0 : Positions[(int)s];
        if (layout == ChannelLayout.Mono) map[1] = Mono;
    }
}
