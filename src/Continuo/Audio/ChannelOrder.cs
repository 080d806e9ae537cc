using Continuo.Diagnostics;

namespace Continuo.Audio;

/// <summary>
/// The order in which a server, a file or a network keeps its channels, and how frames are brought from it into the order of
/// <see cref="ChannelLayout"/> and back. Immutable, so thread-safe.
/// </summary>
internal sealed class ChannelOrder
{
    private readonly int[] _place; // foreign channel → channel of the layout

    /// <summary>Describes an order.</summary>
    /// <param name="speakers">The speaker of each channel, 1…64. A speaker that occurs a second time counts as unnamed.</param>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if the count is out of range.</exception>
    public ChannelOrder(params ReadOnlySpan<Speaker> speakers)
    {
        var mask = 0u;
        foreach (var speaker in speakers)
        {
            if (speaker >= 0) mask |= 1u << (int)speaker;
        }

        Layout = mask == 0 ? ChannelLayout.Unnamed(speakers.Length) : ChannelLayout.FromMask(mask, speakers.Length);
        _place = new int[speakers.Length];
        var (taken, unnamed) = (0u, Layout.Named);
        for (var i = 0; i < speakers.Length; i++)
        {
            var bit = speakers[i] < 0 ? 0 : 1u << (int)speakers[i];
            _place[i] = bit != 0 && (taken & bit) == 0 ? Layout.IndexOf(speakers[i]) : unnamed++;
            taken |= bit;
            IsIdentity &= _place[i] == i;
        }
    }

    /// <summary>The layout of the frames once they are in Continuo's order.</summary>
    public ChannelLayout Layout { get; }

    /// <summary>Whether both orders are the same, so that frames need no change.</summary>
    [RealTime]
    public bool IsIdentity { get; } = true;

    /// <summary>The order of Vorbis, of Opus with mapping family 1, and of the channels in their packets (Vorbis I 4.3.9; RFC 7845 5.1.1.2), 1…8 channels.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if the count is out of range.</exception>
    public static ChannelOrder Vorbis(int channels) => channels switch
    {
        3 => new(Speaker.FrontLeft, Speaker.FrontCentre, Speaker.FrontRight),
        5 => new(Speaker.FrontLeft, Speaker.FrontCentre, Speaker.FrontRight, Speaker.BackLeft, Speaker.BackRight),
        6 => new(Speaker.FrontLeft, Speaker.FrontCentre, Speaker.FrontRight, Speaker.BackLeft, Speaker.BackRight, Speaker.LowFrequency),
        7 => new(Speaker.FrontLeft, Speaker.FrontCentre, Speaker.FrontRight, Speaker.SideLeft, Speaker.SideRight, Speaker.BackCentre, Speaker.LowFrequency),
        8 => new(Speaker.FrontLeft, Speaker.FrontCentre, Speaker.FrontRight, Speaker.SideLeft, Speaker.SideRight, Speaker.BackLeft, Speaker.BackRight, Speaker.LowFrequency),
        _ => Of(ChannelLayout.Default(channels)),
    };

    /// <summary>The order of AIFF and of RTP without a channel-order parameter (RFC 3551 4.1), 1…64 channels: the fourth of four is a surround in the middle, and six are L LC C R RC S.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if the count is out of range.</exception>
    public static ChannelOrder Aiff(int channels) => channels switch
    {
        4 => new(Speaker.FrontLeft, Speaker.FrontCentre, Speaker.FrontRight, Speaker.BackCentre),
        6 => new(Speaker.FrontLeft, Speaker.FrontLeftOfCentre, Speaker.FrontCentre, Speaker.FrontRight, Speaker.FrontRightOfCentre, Speaker.BackCentre),
        _ => Of(ChannelLayout.Default(channels)),
    };

    /// <summary>The order that is Continuo's own.</summary>
    public static ChannelOrder Of(ChannelLayout layout)
    {
        var speakers = new Speaker[layout.Channels];
        for (var i = 0; i < speakers.Length; i++) speakers[i] = layout[i];
        return new ChannelOrder(speakers);
    }

    /// <summary>Which channel of the layout a foreign channel is.</summary>
    [RealTime]
    public int PlaceOf(int channel) => _place[channel];

    /// <summary>Brings whole frames from this order into Continuo's, in place.</summary>
    [RealTime]
    public void Enter(Span<float> samples)
    {
        if (IsIdentity) return;
        Span<float> frame = stackalloc float[AudioFormat.MaxChannels];
        for (; samples.Length >= _place.Length; samples = samples[_place.Length..])
        {
            samples[.._place.Length].CopyTo(frame);
            for (var i = 0; i < _place.Length; i++) samples[_place[i]] = frame[i];
        }
    }

    /// <summary>Brings whole frames from Continuo's order into this one.</summary>
    /// <param name="samples">Frames × channels.</param>
    /// <param name="destination">As long; not the same memory.</param>
    [RealTime]
    public void Leave(ReadOnlySpan<float> samples, Span<float> destination)
    {
        if (IsIdentity)
        {
            samples.CopyTo(destination);
            return;
        }

        for (var at = 0; at + _place.Length <= samples.Length; at += _place.Length)
        {
            for (var i = 0; i < _place.Length; i++) destination[at + i] = samples[at + _place[i]];
        }
    }
}
