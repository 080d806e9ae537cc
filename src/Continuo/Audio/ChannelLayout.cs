using System.Globalization;
using System.Numerics;
using Continuo.Diagnostics;

namespace Continuo.Audio;

/// <summary>
/// Assigns a speaker to each channel of a format. Channels are always in the order of the WAVE mask bits; channels without a speaker come
/// last. <see cref="ChannelOrder"/> converts other orders on input and output. Immutable, so thread-safe. Real-time-safe except for the
/// names.
/// </summary>
public readonly record struct ChannelLayout
{
    /// <summary>Mask with every speaker position.</summary>
    public const uint AllSpeakers = (1u << 18) - 1;

    /// <summary>One channel, front centre.</summary>
    public static readonly ChannelLayout Mono = new(0x4, 1);

    /// <summary>Left and right.</summary>
    public static readonly ChannelLayout Stereo = new(0x3, 2);

    /// <summary>5.1 with back surrounds: FL FR FC LFE BL BR.</summary>
    public static readonly ChannelLayout Surround51 = new(0x3F, 6);

    /// <summary>7.1: FL FR FC LFE BL BR SL SR.</summary>
    public static readonly ChannelLayout Surround71 = new(0x63F, 8);

    private static readonly string[] Names =
    [
        "FL", "FR", "FC", "LFE", "BL", "BR", "FLC", "FRC", "BC", "SL", "SR", "TC", "TFL", "TFC", "TFR", "TBL", "TBC", "TBR",
    ];

    private ChannelLayout(uint mask, int channels) => (Mask, Channels) = (mask, channels);

    /// <summary>The speakers, as bits of the WAVE mask. Never has more bits set than there are channels.</summary>
    [RealTime]
    public uint Mask { get; }

    /// <summary>Number of channels. Channels beyond the mask's speakers have no speaker.</summary>
    [RealTime]
    public int Channels { get; }

    /// <summary>Whether no channel has a speaker.</summary>
    [RealTime]
    public bool IsUnnamed => Mask == 0;

    /// <summary>Number of channels that have a speaker.</summary>
    [RealTime]
    public int Named => BitOperations.PopCount(Mask);

    /// <summary>Gets the speaker of a channel.</summary>
    [RealTime]
    public Speaker this[int channel]
    {
        get
        {
            var bits = Mask;
            for (var i = 0; i < channel && bits != 0; i++) bits &= bits - 1;
            return bits == 0 ? Speaker.Unnamed : (Speaker)BitOperations.TrailingZeroCount(bits);
        }
    }

    /// <summary>
    /// Returns the default layout for 1…64 channels: mono, stereo, 3.0, quad, 5.0, 5.1, 6.1, 7.1. With more than 8 channels, none has a
    /// speaker.
    /// </summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if the count is out of range.</exception>
    public static ChannelLayout Default(int channels) => new(
        channels switch
        {
            1 => 0x4,
            2 => 0x3,
            3 => 0x7,
            4 => 0x33,
            5 => 0x37,
            6 => 0x3F,
            7 => 0x70F,
            8 => 0x63F,
            _ => 0,
        },
        Checked(channels));

    /// <summary>Returns a layout in which no channel has a speaker.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if the count is out of range.</exception>
    public static ChannelLayout Unnamed(int channels) => new(0, Checked(channels));

    /// <summary>
    /// Returns the layout for a WAVE mask. A mask of 0 selects the default layout. If the mask has more bits than channels, the highest
    /// bits are ignored; if it has fewer, the remaining channels have no speaker.
    /// </summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if the count is out of range.</exception>
    public static ChannelLayout FromMask(uint mask, int channels)
    {
        mask &= AllSpeakers;
        if (mask == 0 || channels < 1) return Default(channels);
        while (BitOperations.PopCount(mask) > channels) mask &= ~(1u << BitOperations.Log2(mask));
        return new ChannelLayout(mask, Checked(channels));
    }

    /// <summary>Returns the layout with exactly these speakers, in the order of the mask bits.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if there is none.</exception>
    public static ChannelLayout FromSpeakers(uint mask) => new(mask & AllSpeakers, Checked(BitOperations.PopCount(mask & AllSpeakers)));

    /// <summary>Whether the layout has a channel for this speaker.</summary>
    [RealTime]
    public bool Has(Speaker speaker) => speaker >= 0 && (Mask >> (int)speaker & 1) != 0;

    /// <summary>Returns the channel of a speaker, or −1.</summary>
    [RealTime]
    public int IndexOf(Speaker speaker) => Has(speaker) ? BitOperations.PopCount(Mask & ((1u << (int)speaker) - 1)) : -1;

    /// <summary>Returns the short name of a speaker, such as <c>FL</c> or <c>LFE</c>; <c>-</c> for none.</summary>
    public static string NameOf(Speaker speaker) => speaker < 0 ? "-" : Names[(int)speaker];

    /// <summary>For example <c>stereo</c>, <c>5.1</c>, or the speakers: <c>FL FR FC LFE</c>.</summary>
    public override string ToString() => (Mask, Channels) switch
    {
        (0x4, 1) => "mono",
        (0x3, 2) => "stereo",
        (0xB, 3) => "2.1",
        (0x7, 3) => "3.0",
        (0xF, 4) => "3.1",
        (0x33, 4) => "quad",
        (0x107, 4) => "4.0",
        (0x37, 5) => "5.0",
        (0x607, 5) => "5.0 (side)",
        (0x3F, 6) => "5.1",
        (0x60F, 6) => "5.1 (side)",
        (0x70F, 7) => "6.1",
        (0x63F, 8) => "7.1",
        (0, _) => string.Create(CultureInfo.InvariantCulture, $"{Channels} unnamed"),
        _ => Listed(),
    };

    private string Listed()
    {
        var layout = this;
        return string.Join(' ', Enumerable.Range(0, Channels).Select(i => NameOf(layout[i])));
    }

    private static int Checked(int channels) => channels is >= 1 and <= AudioFormat.MaxChannels
        ? channels
        : throw new AudioException(
            AudioErrorCode.InvalidArgument,
            $"{channels.ToString(CultureInfo.InvariantCulture)} channels",
            $"outside 1…{AudioFormat.MaxChannels}",
            "Use 1 for mono or 2 for stereo");
}
