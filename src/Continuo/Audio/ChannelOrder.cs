using Continuo.Diagnostics;

namespace Continuo.Audio;

/// <summary>
/// The channel order of a server, file format or network protocol, with conversion to and from the order of <see cref="ChannelLayout"/>.
/// Immutable and thread-safe.
/// </summary>
internal sealed class ChannelOrder
{
    private readonly int[] _index; // foreign channel → channel of the layout

    /// <summary>Describes an order.</summary>
    /// <param name="speakers">The speaker of each channel, 1…64. A repeated speaker is treated as unnamed.</param>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if the count is out of range.</exception>
    public ChannelOrder(params ReadOnlySpan<Speaker> speakers)
    {
        var mask = 0u;
        foreach (var speaker in speakers)
        {
            if (speaker >= 0) mask |= 1u << (int)speaker;
        }

        Layout = mask == 0 ? ChannelLayout.Unnamed(speakers.Length) : ChannelLayout.FromMask(mask, speakers.Length);
        _index = new int[speakers.Length];
        var (taken, unnamed) = (0u, Layout.Named);
        for (var i = 0; i < speakers.Length; i++)
        {
            var bit = speakers[i] < 0 ? 0 : 1u << (int)speakers[i];
            _index[i] = bit != 0 && (taken & bit) == 0 ? Layout.IndexOf(speakers[i]) : unnamed++;
            taken |= bit;
            IsIdentity &= _index[i] == i;
        }
    }

    /// <summary>Layout of the frames in Continuo's order.</summary>
    public ChannelLayout Layout { get; }

    /// <summary>Whether both orders are equal, so that frames need no conversion.</summary>
    [RealTime]
    public bool IsIdentity { get; } = true;

    /// <summary>The channel order of Vorbis and of Opus with mapping family 1 (Vorbis I 4.3.9; RFC 7845 5.1.1.2), 1…8 channels.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if the count is out of range.</exception>
    public static ChannelOrder Vorbis(int channels) => channels switch
    {
        3 => new(Speaker.FrontLeft, Speaker.FrontCentre, Speaker.FrontRight),
        5 => new(Speaker.FrontLeft, Speaker.FrontCentre, Speaker.FrontRight, Speaker.BackLeft, Speaker.BackRight),
        6 => new(Speaker.FrontLeft, Speaker.FrontCentre, Speaker.FrontRight, Speaker.BackLeft, Speaker.BackRight, Speaker.LowFrequency),
        7 =>
            new(Speaker.FrontLeft, Speaker.FrontCentre, Speaker.FrontRight, Speaker.SideLeft, Speaker.SideRight, Speaker.BackCentre,
                Speaker.LowFrequency),
        8 =>
            new(Speaker.FrontLeft, Speaker.FrontCentre, Speaker.FrontRight, Speaker.SideLeft, Speaker.SideRight, Speaker.BackLeft,
                Speaker.BackRight, Speaker.LowFrequency),
        _ => Of(ChannelLayout.Default(channels)),
    };

    /// <summary>
    /// The channel order of AIFF, and of RTP without a channel-order parameter (RFC 3551 4.1), 1…64 channels: with four channels the last
    /// is a centre surround, with six the order is L LC C R RC S.
    /// </summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if the count is out of range.</exception>
    public static ChannelOrder Aiff(int channels) => channels switch
    {
        4 => new(Speaker.FrontLeft, Speaker.FrontCentre, Speaker.FrontRight, Speaker.BackCentre),
        6 =>
            new(Speaker.FrontLeft, Speaker.FrontLeftOfCentre, Speaker.FrontCentre, Speaker.FrontRight, Speaker.FrontRightOfCentre,
                Speaker.BackCentre),
        _ => Of(ChannelLayout.Default(channels)),
    };

    /// <summary>Continuo's own order.</summary>
    public static ChannelOrder Of(ChannelLayout layout)
    {
        var speakers = new Speaker[layout.Channels];
        for (var i = 0; i < speakers.Length; i++) speakers[i] = layout[i];
        return new ChannelOrder(speakers);
    }

    /// <summary>Index in the layout of a foreign channel.</summary>
    [RealTime]
    public int IndexOf(int channel) => _index[channel];

    /// <summary>Converts whole frames from this order to Continuo's, in place.</summary>
    [RealTime]
    public void ToLayout(Span<float> samples)
    {
        if (IsIdentity) return;
        Span<float> frame = stackalloc float[AudioFormat.MaxChannels];
        for (; samples.Length >= _index.Length; samples = samples[_index.Length..])
        {
            samples[.._index.Length].CopyTo(frame);
            for (var i = 0; i < _index.Length; i++) samples[_index[i]] = frame[i];
        }
    }

    /// <summary>Converts whole frames from Continuo's order to this one.</summary>
    /// <param name="samples">Frames × channels.</param>
    /// <param name="destination">The same length; must not overlap.</param>
    [RealTime]
    public void FromLayout(ReadOnlySpan<float> samples, Span<float> destination)
    {
        if (IsIdentity)
        {
            samples.CopyTo(destination);
            return;
        }

        for (var at = 0; at + _index.Length <= samples.Length; at += _index.Length)
        {
            for (var i = 0; i < _index.Length; i++) destination[at + i] = samples[at + _index[i]];
        }
    }
}
