using System.Globalization;
using Continuo.Audio;
using Continuo.Clocks;

namespace Continuo.Rooms.Names;

/// <summary>Options of a <see cref="NameDirectory"/>. Immutable.</summary>
public sealed record NameDirectoryOptions
{
    /// <summary>After this long without an answer a person is called <c>User-ID</c>, until the answer arrives.</summary>
    public TimeSpan FallbackAfter { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long an answer is waited for.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a name is used before it is looked up again. The old one is shown meanwhile.</summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a failed look-up is not repeated.</summary>
    public TimeSpan FailureLifetime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Maximum number of names kept; those asked for longest ago are forgotten first.</summary>
    public int MaxNames { get; init; } = 10_000;

    /// <summary>Maximum number of look-ups at a time.</summary>
    public int MaxLookups { get; init; } = 4;

    /// <summary>Maximum number of persons whose look-up has not begun; further ones are called <c>User-ID</c> and counted.</summary>
    public int MaxWaiting { get; init; } = 1000;

    /// <summary>Clock of the times above.</summary>
    public MonotonicClock Clock { get; init; } = SystemClock.Instance;

    internal void Validate()
    {
        Check(FallbackAfter >= TimeSpan.Zero, nameof(FallbackAfter), FallbackAfter.TotalSeconds, "Use zero or more");
        Check(Timeout > TimeSpan.Zero, nameof(Timeout), Timeout.TotalSeconds, "Use more than zero");
        Check(Lifetime > TimeSpan.Zero, nameof(Lifetime), Lifetime.TotalSeconds, "Use more than zero");
        Check(FailureLifetime > TimeSpan.Zero, nameof(FailureLifetime), FailureLifetime.TotalSeconds, "Use more than zero");
        Check(MaxNames is >= 1 and <= 10_000_000, nameof(MaxNames), MaxNames, "Use 1…10000000");
        Check(MaxLookups is >= 1 and <= 100, nameof(MaxLookups), MaxLookups, "Use 1…100");
        Check(MaxWaiting is >= 1 and <= 1_000_000, nameof(MaxWaiting), MaxWaiting, "Use 1…1000000");
    }

    private static void Check(bool holds, string name, double value, string remedy)
    {
        if (holds) return;
        throw new AudioException(AudioErrorCode.InvalidArgument,
            string.Create(CultureInfo.InvariantCulture, $"name directory {name} = {value}"), "out of range", remedy);
    }
}
