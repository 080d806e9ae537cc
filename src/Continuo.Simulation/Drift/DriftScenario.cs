using Continuo.Simulation.Clocks;

namespace Continuo.Simulation.Drift;

/// <summary>A writer and a reader with different clocks. Immutable.</summary>
public sealed record DriftScenario
{
    /// <summary>Name in reports.</summary>
    public required string Name { get; init; }

    /// <summary>The writer's clock.</summary>
    public ClockModel Writer { get; init; } = ClockModel.Steady;

    /// <summary>The reader's clock.</summary>
    public ClockModel Reader { get; init; } = ClockModel.Steady;

    /// <summary>The nominal rate of both, in frames per second.</summary>
    public int SampleRate { get; init; } = 48_000;

    /// <summary>Duration.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Number of frames per write.</summary>
    public int WriteFrames { get; init; } = 480;

    /// <summary>Number of frames per read.</summary>
    public int ReadFrames { get; init; } = 480;

    /// <summary>Mean lateness of the reported capture and read times, exponentially distributed: threads wake late.</summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>Periods without writes, in world time.</summary>
    public IReadOnlyList<(TimeSpan From, TimeSpan To)> DropOuts { get; init; } = [];

    /// <summary>Frequency of the tone, in hertz of the writer's clock.</summary>
    public double ToneHertz { get; init; } = 997;

    /// <summary>
    /// The clocks differ by a constant; the writer's is faster if positive. Each deviates by half of it, so neither shows world time.
    /// </summary>
    public static DriftScenario Constant(double ppm, TimeSpan duration) => new()
    {
        Name = FormattableString.Invariant($"{ppm:+0;-0;0} ppm"),
        Writer = ClockModel.Constant(ppm / 2),
        Reader = ClockModel.Constant(-ppm / 2),
        Duration = duration,
    };

    /// <summary>The writer's clock is steady for 10 s, then becomes faster by 10 ppm per second for half a minute, and stays so.</summary>
    public static DriftScenario Ramp(TimeSpan duration) => new()
    {
        Name = "0 to 300 ppm",
        Writer = new ClockModel([(0, 0), (10_000_000_000, 0), (40_000_000_000, 300)]),
        Duration = duration,
    };
}
