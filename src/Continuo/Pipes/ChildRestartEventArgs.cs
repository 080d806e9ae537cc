using Continuo.Audio;

namespace Continuo.Pipes;

/// <summary>Event data for a child process that has failed and will be restarted.</summary>
/// <param name="failure">Why it failed.</param>
/// <param name="pause">Time until the restart.</param>
internal sealed class ChildRestartEventArgs(AudioException failure, TimeSpan pause) : EventArgs
{
    /// <summary>Why the child failed.</summary>
    public AudioException Failure { get; } = failure;

    /// <summary>Time until the restart.</summary>
    public TimeSpan Pause { get; } = pause;
}
