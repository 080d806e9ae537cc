using Microsoft.Extensions.Logging;

namespace Continuo.Rooms.Volumes;

/// <summary>Options of a <see cref="VolumeStore"/>. Immutable.</summary>
public sealed record VolumeStoreOptions
{
    /// <summary>How long after a change the file is written, so that a fader that moves writes it once.</summary>
    public TimeSpan SaveAfter { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Settings that were not used for this long are removed.</summary>
    public TimeSpan KeepUnused { get; init; } = TimeSpan.FromDays(180);

    /// <summary>Maximum number of listeners; those whose settings were used longest ago are removed first.</summary>
    public int MaxListeners { get; init; } = 10_000;

    /// <summary>Clock of the dates.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Logs what is wrong with the file; <see langword="null"/> for no logging.</summary>
    public ILogger? Logger { get; init; }
}
