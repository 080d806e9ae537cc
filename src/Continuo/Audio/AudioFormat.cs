using System.Globalization;
using Continuo.Diagnostics;

namespace Continuo.Audio;

/// <summary>
/// Audio format: sample rate and channel layout. Samples are always 32-bit float, interleaved, −1…1 nominal. Immutable, so thread-safe.
/// </summary>
public readonly record struct AudioFormat
{
    /// <summary>The lowest sample rate that is accepted, in hertz.</summary>
    public const int MinSampleRate = 1_000;

    /// <summary>The highest sample rate that is accepted, in hertz.</summary>
    public const int MaxSampleRate = 768_000;

    /// <summary>The most channels a stream may have.</summary>
    public const int MaxChannels = 64;

    /// <summary>48 kHz stereo, the default format of a stream.</summary>
    public static readonly AudioFormat Default = new(48_000, 2);

    /// <summary>Creates a format with the default layout for a channel count.</summary>
    /// <param name="sampleRate">Frames per second, 1 000…768 000.</param>
    /// <param name="channels">Samples per frame, 1…64.</param>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if either is out of range.</exception>
    public AudioFormat(int sampleRate, int channels)
        : this(sampleRate, ChannelLayout.Default(channels))
    {
    }

    /// <summary>Creates a format.</summary>
    /// <param name="sampleRate">Frames per second, 1 000…768 000.</param>
    /// <param name="layout">The speaker assigned to each channel.</param>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if the rate is out of range or the layout has no
    /// channels.</exception>
    public AudioFormat(int sampleRate, ChannelLayout layout)
    {
        if (sampleRate is < MinSampleRate or > MaxSampleRate)
        {
            throw new AudioException(
                AudioErrorCode.InvalidArgument,
                $"sample rate {sampleRate.ToString(CultureInfo.InvariantCulture)}",
                $"outside {MinSampleRate}…{MaxSampleRate} Hz",
                "Use a rate such as 44100 or 48000");
        }

        if (layout.Channels == 0) layout = ChannelLayout.Default(0); // throws
        SampleRate = sampleRate;
        Layout = layout;
    }

    /// <summary>Frames per second.</summary>
    public int SampleRate { get; }

    /// <summary>Samples per frame.</summary>
    [RealTime]
    public int Channels => Layout.Channels;

    /// <summary>The speaker assigned to each channel.</summary>
    public ChannelLayout Layout { get; }

    /// <summary>Returns this format with another sample rate.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if the rate is out of range.</exception>
    public AudioFormat AtRate(int sampleRate) => new(sampleRate, Layout);

    /// <summary>
    /// Returns this format with another channel count. The layout is kept if the count is unchanged; otherwise it is the default one.
    /// </summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if the count is out of range.</exception>
    public AudioFormat WithChannels(int channels) => channels == Channels ? this : new(SampleRate, channels);

    /// <summary>Converts frames to nanoseconds, rounded to the nearest.</summary>
    [RealTime]
    public long ToNanoseconds(long frames) =>
        (long)(((Int128)frames * 1_000_000_000 + (frames < 0 ? -SampleRate : SampleRate) / 2) / SampleRate);

    /// <summary>Converts nanoseconds to frames, rounded to the nearest.</summary>
    [RealTime]
    public long ToFrames(long nanoseconds) =>
        (long)(((Int128)nanoseconds * SampleRate + (nanoseconds < 0 ? -500_000_000 : 500_000_000)) / 1_000_000_000);

    /// <summary>Converts a duration to frames, rounded to the nearest.</summary>
    public long ToFrames(TimeSpan time) => ToFrames(time.Ticks * 100);

    /// <summary>Converts frames to a duration.</summary>
    public TimeSpan ToTime(long frames) => TimeSpan.FromTicks(ToNanoseconds(frames) / 100);

    /// <summary>
    /// For example <c>48000 Hz, 2 channels</c>. A layout other than the default is appended: <c>48000 Hz, 4 channels (3.1)</c>.
    /// </summary>
    public override string ToString()
    {
        var layout = Layout == ChannelLayout.Default(Channels) ? "" : $" ({Layout})";
        return string.Create(CultureInfo.InvariantCulture, $"{SampleRate} Hz, {Channels} channel{(Channels == 1 ? "" : "s")}{layout}");
    }
}
