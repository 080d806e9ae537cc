using System.Globalization;
using Continuo.Audio;
using Continuo.Clocks;

namespace Continuo.Live;

/// <summary>Options of a <see cref="LiveInput"/>. Immutable.</summary>
public sealed record LiveInputOptions : ClockedOptions
{
    /// <summary>The shortest delay that source and consumer allow. Audio older than 500 ms is skipped.</summary>
    public static readonly LiveInputOptions Default = new();

    /// <summary>
    /// Minimum delay from capture to playback, 0…<see cref="MaxLag"/>. Default 0: the shortest possible delay, which is the sum of chunk
    /// length, source jitter, the consumer's block and write-ahead, and <see cref="Margin"/>.
    /// </summary>
    public TimeSpan TargetDelay { get; init; }

    /// <summary>
    /// Maximum lag behind the source, 10 ms…9 s. After a stall, older audio is skipped and counted as <see cref="GapReason.Late"/>.
    /// </summary>
    public TimeSpan MaxLag { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Extra delay, 0…<see cref="MaxLag"/>, that absorbs audio arriving later than any before.</summary>
    public TimeSpan Margin { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>
    /// A delay that exceeds its target by more than this for half a second is cut by a jump with a cross-fade. A smaller excess is
    /// reduced inaudibly by a higher speed, at most 1.5 ms per second.
    /// </summary>
    public TimeSpan MaxExcess { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>Initial estimate of the time between a read and its playback. Measured once the consumer reads.</summary>
    public TimeSpan FirstLead { get; init; }

    /// <summary>
    /// Ends the input after this many frames at the consumer's rate, including concealed ones, counted from the first delivered frame.
    /// <see langword="null"/>: ends with the stream.
    /// </summary>
    public long? Frames { get; init; }

    /// <summary>
    /// Creates the converter for a stream whose rate differs from the consumer's. Arguments: input rate, output rate, channels.
    /// <see langword="null"/>: such a stream is rejected. <c>Continuo.Codecs</c> provides one: <c>options.WithResampling()</c>.
    /// </summary>
    internal Func<int, int, int, IRateConverter>? CreateConverter { get; init; }

    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if a value is out of range.</exception>
    internal void Validate()
    {
        if (MaxLag.TotalMilliseconds is < 10 or > 9000)
        {
            throw new AudioException(AudioErrorCode.InvalidArgument,
                string.Create(CultureInfo.InvariantCulture, $"maximum lag of {MaxLag.TotalMilliseconds} ms"), "outside 10…9000 ms",
                "Use 500 ms, or more if the consumer may stall for longer");
        }

        ToMatcher().Validate();
    }

    /// <summary>The options of the rate matcher.</summary>
    internal RateMatcherOptions ToMatcher() => new()
    {
        TargetDelay = TargetDelay,
        Margin = Margin,
        MaxDelay = MaxLag + FirstLead,
        MaxExcess = MaxExcess,
        FirstLead = FirstLead,
    };
}
