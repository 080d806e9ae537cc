using Continuo.Audio;
using Continuo.Devices.Pulse.Interop;

namespace Continuo.Devices.Pulse;

/// <summary>Converts between channel layouts and PulseAudio's channel maps (pulse/channelmap.h).</summary>
internal static unsafe class PulseChannels
{
    private const int Mono = 0;
    private const int FirstAux = 12;
    private const int LastAux = 43;

    // In the order of Speaker.
    private static ReadOnlySpan<int> Positions => [1, 2, 3, 7, 5, 6, 8, 9, 4, 10, 11, 44, 45, 47, 46, 48, 50, 49];

    /// <summary>
    /// The channel map to request from the server, which then delivers and accepts frames in the order of the layout, whatever the order of
    /// the device.
    /// </summary>
    public static ChannelMap MapOf(ChannelLayout layout)
    {
        var map = new ChannelMap { Channels = (byte)layout.Channels };
        for (var i = 0; i < layout.Channels; i++)
        {
            var speaker = layout[i];
            map.Map[i] = speaker < 0 ? FirstAux + i - layout.Named : Positions[(int)speaker];
        }

        if (layout == ChannelLayout.Mono) map.Map[0] = Mono;
        return map;
    }

    /// <summary>Layout of a device or an application. Repeated, auxiliary and unknown positions count as unnamed.</summary>
    public static ChannelLayout LayoutOf(in ChannelMap map)
    {
        var channels = Math.Min((int)map.Channels, LibPulse.MaxChannels);
        if (channels == 1 && map.Map[0] == Mono) return ChannelLayout.Mono;
        var speakers = new Speaker[channels];
        for (var i = 0; i < channels; i++)
        {
            var at = map.Map[i] is >= FirstAux and <= LastAux ? -1 : Positions.IndexOf(map.Map[i]);
            speakers[i] = map.Map[i] == Mono ? Speaker.FrontCentre : (Speaker)at;
        }

        return new ChannelOrder(speakers).Layout;
    }
}
