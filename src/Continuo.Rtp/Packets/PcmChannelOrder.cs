using Continuo.Audio;
using Continuo.Rtp.Wire;

namespace Continuo.Rtp.Packets;

/// <summary>
/// The order of channels in packets of PCM, as the <c>channel-order</c> parameter of SDP says: <c>SMPTE2110.(51,ST)</c> (SMPTE ST 2110-30,
/// 6.2.2) or <c>DV.LRLsRsC</c> (RFC 3190, 7). Without the parameter, channels come in Continuo's order, as ffmpeg and GStreamer send them.
/// </summary>
internal static class PcmChannelOrder
{
    public const string Parameter = "channel-order";

    private const string Smpte = "SMPTE2110.";
    private const string DigitalVideo = "DV.";

    private static readonly Speaker[] Surround51 =
        [Speaker.FrontLeft, Speaker.FrontRight, Speaker.FrontCentre, Speaker.LowFrequency, Speaker.BackLeft, Speaker.BackRight];

    private static readonly Speaker[] Surround71 =
    [
        Speaker.FrontLeft, Speaker.FrontRight, Speaker.FrontCentre, Speaker.LowFrequency,
        Speaker.SideLeft, Speaker.SideRight, Speaker.BackLeft, Speaker.BackRight,
    ];

    // Longer names first, since names follow one another without a separator.
    private static readonly (string Name, Speaker Speaker)[] DigitalVideoNames =
    [
        ("Ls1", Speaker.SideLeft), ("Rs1", Speaker.SideRight), ("Ls2", Speaker.BackLeft), ("Rs2", Speaker.BackRight),
        ("Lmix", Speaker.Unnamed), ("Rmix", Speaker.Unnamed),
        ("Ls", Speaker.BackLeft), ("Rs", Speaker.BackRight), ("Lc", Speaker.FrontLeftOfCentre), ("Rc", Speaker.FrontRightOfCentre),
        ("Wo", Speaker.LowFrequency), ("L", Speaker.FrontLeft), ("R", Speaker.FrontRight), ("C", Speaker.FrontCentre),
        ("S", Speaker.BackCentre),
    ];

    /// <summary>Returns the order that format parameters name, or Continuo's if they name none that fits the channels.</summary>
    public static ChannelOrder Of(string parameters, ChannelLayout layout) =>
        Parse(FormatParameters.Find(parameters, Parameter), layout.Channels) ?? ChannelOrder.Of(layout);

    /// <summary>Parses an order.</summary>
    /// <returns><see langword="null"/> if its syntax is unknown, or if it describes more channels than there are.</returns>
    public static ChannelOrder? Parse(string? order, int channels)
    {
        List<Speaker>? speakers = order switch
        {
            null => null,
            _ when order.StartsWith(Smpte, StringComparison.OrdinalIgnoreCase) => ParseGroups(order[Smpte.Length..]),
            _ when order.StartsWith(DigitalVideo, StringComparison.OrdinalIgnoreCase) => ParseNames(order[DigitalVideo.Length..]),
            _ => null,
        };
        if (speakers is null || speakers.Count > channels) return null;
        while (speakers.Count < channels) speakers.Add(Speaker.Unnamed);
        return new ChannelOrder([.. speakers]);
    }

    /// <summary>
    /// The <c>fmtp</c> parameter that names Continuo's own order of a layout, in which channels are always sent, since most receivers
    /// ignore the parameter. Empty if none has been registered for it.
    /// </summary>
    public static string Write(ChannelLayout layout) => layout.Mask switch
    {
        0x3F or 0x60F => $"{Parameter}={Smpte}(51)",
        0xF => $"{Parameter}={DigitalVideo}LRCWo",
        0x33 => $"{Parameter}={DigitalVideo}LRLsRs",
        0x107 => $"{Parameter}={DigitalVideo}LRCS",
        0x37 => $"{Parameter}={DigitalVideo}LRCLsRs",
        _ => "",
    };

    private static List<Speaker>? ParseGroups(string groups)
    {
        if (!groups.StartsWith('(') || !groups.EndsWith(')')) return null;
        List<Speaker> speakers = [];
        foreach (var group in groups[1..^1].Split(',', StringSplitOptions.TrimEntries))
        {
            switch (group.ToUpperInvariant())
            {
                case "M":
                    speakers.Add(Speaker.FrontCentre);
                    break;
                case "DM":
                    speakers.AddRange([Speaker.Unnamed, Speaker.Unnamed]);
                    break;
                case "ST" or "LTRT":
                    speakers.AddRange([Speaker.FrontLeft, Speaker.FrontRight]);
                    break;
                case "51":
                    speakers.AddRange(Surround51);
                    break;
                case "71":
                    speakers.AddRange(Surround71);
                    break;
                case "SGRP":
                    speakers.AddRange(Enumerable.Repeat(Speaker.Unnamed, 4));
                    break;
                case "222":
                    speakers.AddRange(Enumerable.Repeat(Speaker.Unnamed, 24));
                    break;
                case ['U', .. var count] when int.TryParse(count, out var unnamed) && unnamed is >= 1 and <= AudioFormat.MaxChannels:
                    speakers.AddRange(Enumerable.Repeat(Speaker.Unnamed, unnamed));
                    break;
                default:
                    return null;
            }
        }

        return speakers;
    }

    private static List<Speaker>? ParseNames(string names)
    {
        List<Speaker> speakers = [];
        while (names.Length > 0)
        {
            var (name, speaker) = Array.Find(DigitalVideoNames, n => names.StartsWith(n.Name, StringComparison.Ordinal));
            if (name is null) return null;
            speakers.Add(speaker);
            names = names[name.Length..];
        }

        return speakers;
    }
}
