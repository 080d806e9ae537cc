using Continuo.Audio;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Continuo.Hosting.Configuration;

/// <summary>Options of an <see cref="AudioHost"/>. Immutable.</summary>
public sealed record AudioHostOptions
{
    /// <summary>
    /// Maximum number of events queued for a watcher, 1…1 000 000. A watcher that falls further behind receives a snapshot instead.
    /// </summary>
    public int WatchCapacity { get; init; } = 256;

    /// <summary>Number of ended recordings the snapshot lists, 0…100 000. The oldest are forgotten first.</summary>
    public int EndedRecordings { get; init; } = 100;

    /// <summary>
    /// How long <see cref="AudioHost.DisposeAsync"/> waits for recordings and outputs to finish before it interrupts them.
    /// </summary>
    public TimeSpan StopTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Time source for event times and for the timer that polls the players' states.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Receives log messages about opened, lost and ended objects and about exceptions of stream handlers.</summary>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/> if a value is out of range.</exception>
    internal void Validate()
    {
        Require(WatchCapacity is >= 1 and <= 1_000_000, $"{nameof(WatchCapacity)} {WatchCapacity}", "1…1000000");
        Require(EndedRecordings is >= 0 and <= 100_000, $"{nameof(EndedRecordings)} {EndedRecordings}", "0…100000");
        Require(StopTimeout > TimeSpan.Zero && StopTimeout < TimeSpan.FromDays(1), $"{nameof(StopTimeout)} {StopTimeout}",
            "more than 0, less than a day");
    }

    private static void Require(bool condition, string asked, string range)
    {
        if (!condition) throw new AudioException(AudioErrorCode.InvalidArgument, asked, $"outside {range}", "Choose a value in the range");
    }
}
