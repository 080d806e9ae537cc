using System.Globalization;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Rooms.Hosting;
using Microsoft.Extensions.Logging;

namespace Continuo.Rooms;

/// <summary>Options of a <see cref="RoomHost"/>. Immutable.</summary>
public sealed record RoomHostOptions
{
    /// <summary>Number of threads that help with the ticks, besides the scheduling one. Default: the processors less one.</summary>
    public int Helpers { get; init; } = Math.Max(0, Environment.ProcessorCount - 1);

    /// <summary>Maximum number of rooms.</summary>
    public int MaxRooms { get; init; } = 100_000;

    /// <summary>Number of events that may wait for their handlers; further ones are counted and dropped. A power of two.</summary>
    public int MaxEvents { get; init; } = 16_384;

    /// <summary>Whether quality is reduced when the ticks take too long.</summary>
    public bool ShedsQuality { get; init; } = true;

    /// <summary>Clock of the ticks.</summary>
    public MonotonicClock Clock { get; init; } = SystemClock.Instance;

    /// <summary>Logs the first exception of a handler; <see langword="null"/> for no logging.</summary>
    public ILogger? Logger { get; init; }

    internal void Validate()
    {
        Check(Helpers is >= 0 and <= 64, nameof(Helpers), Helpers, "Use at most the number of processors");
        Check(MaxRooms >= 1, nameof(MaxRooms), MaxRooms, "Use at least 1");
        Check(MaxEvents is >= 16 and <= 1 << 20 && int.IsPow2(MaxEvents), nameof(MaxEvents), MaxEvents, "Use a power of two, 16…1048576");
    }

    private static void Check(bool holds, string name, int value, string remedy)
    {
        if (holds) return;
        throw new AudioException(AudioErrorCode.InvalidArgument, string.Create(CultureInfo.InvariantCulture, $"{name} = {value}"),
            "out of range", remedy);
    }
}
