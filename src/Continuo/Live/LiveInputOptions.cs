using System.Globalization;
using Continuo.Audio;
using Continuo.Clocks;

namespace Continuo.Live;

/// <summary>How a <see cref="LiveInput"/> behaves. Immutable.</summary>
public sealed record LiveInputOptions : ClockedOptions
{
    /// <summary>As short a delay as source and consumer allow; audio older than 500 ms is skipped.</summary>
    public static readonly LiveInputOptions Default = new();

    /// <summary>
    /// The least delay from capture to ear, 0…<see cref="MaxLag"/>. The default, 0, is as short as the blocks allow: chunk length, jitter of the source, the
    /// consumer's block and write-ahead, and <see cref="Margin"/>.
    /// </summary>
    public TimeSpan TargetDelay { get; init; }

    /// <summary>The longest tolerable lag behind the source, 10 ms…9 s: after a stall, older audio is skipped and counted as <see cref="GapReason.Late"/>.</summary>
    public TimeSpan MaxLag { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Reserve for audio that arrives later than any before, 0…<see cref="MaxLag"/>.</summary>
    public TimeSpan Margin { get; init; } = TimeSpan.FromMilliseconds(1);

    /// <summary>
    /// A delay that exceeds its target by more than this for half a second is cut by a jump with a cross-fade; a smaller excess is reduced by speed,
    /// 1.5 ms per second at the most, without a change that is heard.
    /// </summary>
    public TimeSpan MaxExcess { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>How far ahead of the ear the consumer reads, as far as is known beforehand; measured once it reads.</summary>
    public TimeSpan FirstLead { get; init; }

    /// <summary>Ends after this many frames of the consumer's, counted from the first that is delivered, concealed ones included; <see langword="null"/>: with the stream.</summary>
    public long? Frames { get; init; }

    /// <summary>
    /// Makes the converter for a stream whose rate is not the consumer's, from input rate, output rate and channels. <see langword="null"/>: such a stream is refused.
    /// <c>Continuo.Codecs</c> provides one: <c>options.WithResampling()</c>.
    /// </summary>
    public Func<int, int, int, IRateConverter>? CreateConverter { get; init; }

    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if a value is out of range.</exception>
    internal void Validate()
    {
        if (MaxLag.TotalMilliseconds is < 10 or > 9000)
        {
            throw new AudioException(AudioErrorCode.InvalidArgument, string.Create(CultureInfo.InvariantCulture, $"maximum lag of {MaxLag.TotalMilliseconds} ms"), "outside 10…9000 ms", "Use 500 ms, or more if the consumer may stall for longer");
        }

        ToMatcher().Validate();
    }

    /// <summary>The rate matcher's share.</summary>
    internal RateMatcherOptions ToMatcher() => new()
    {
        TargetDelay = TargetDelay,
        Margin = Margin,
        MaxDelay = MaxLag + FirstLead,
        MaxExcess = MaxExcess,
        FirstLead = FirstLead,
    };
}
