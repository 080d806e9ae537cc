using Continuo.Audio;
using Continuo.Clocks;

namespace Continuo.Pipes;

/// <summary>Number of times and how soon a <see cref="ChildSupervisor"/> starts its child again. Immutable.</summary>
internal sealed record SupervisorOptions : ClockedOptions
{
    /// <summary>At most 5 restarts in 5 minutes, after 1, 2, 4 … 30 s.</summary>
    public static readonly SupervisorOptions Default = new();

    /// <summary>More restarts than this within <see cref="Window"/> are not tried.</summary>
    public int MaxRestarts { get; init; } = 5;

    /// <summary>The time in which restarts are counted. A child that ran for so long is well again: the pauses begin anew.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The pause before the first restart; it doubles.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the child may take to end after it was asked to (SIGTERM); then it is made to (SIGKILL).</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(2);

    internal void Validate()
    {
        if (MaxRestarts >= 0 && Window > TimeSpan.Zero && FirstPause > TimeSpan.Zero && LongestPause >= FirstPause && Grace >= TimeSpan.Zero) return;
        throw new AudioException(AudioErrorCode.InvalidArgument, "supervision", "a count or a time is out of range", "Use times above zero, and a longest pause that is not below the first");
    }
}
