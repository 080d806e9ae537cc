using Continuo.Audio;
using Continuo.Clocks;

namespace Continuo.Pipes;

/// <summary>Number and timing of the restarts of a <see cref="ChildSupervisor"/>. Immutable.</summary>
internal sealed record SupervisorOptions : ClockedOptions
{
    /// <summary>At most 5 restarts in 5 minutes, after 1, 2, 4 … 30 s.</summary>
    public static readonly SupervisorOptions Default = new();

    /// <summary>Maximum number of restarts within <see cref="Window"/>.</summary>
    public int MaxRestarts { get; init; } = 5;

    /// <summary>
    /// The period in which restarts are counted. A child that ran for this long is healthy: the pauses start again at
    /// <see cref="FirstPause"/>.
    /// </summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Pause before the first restart; doubles each time.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the child may take to exit after SIGTERM before it receives SIGKILL.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(2);

    internal void Validate()
    {
        if (MaxRestarts >= 0 && Window > TimeSpan.Zero && FirstPause > TimeSpan.Zero && LongestPause >= FirstPause
            && Grace >= TimeSpan.Zero)
        {
            return;
        }

        throw new AudioException(AudioErrorCode.InvalidArgument, "supervision", "a count or a time is out of range",
            "Use times above zero, and a longest pause not below the first");
    }
}
