namespace Continuo.Pipes;

/// <summary>What a <see cref="ChildSupervisor"/> is about.</summary>
/// <remarks><c>Running → Pausing → Running</c> …; out of either <c>Stopped</c>; out of Running <c>Ended</c> or <c>GivenUp</c>.</remarks>
internal enum SupervisorState
{
    /// <summary>Its child has not been started yet.</summary>
    Unstarted,

    /// <summary>The child is running.</summary>
    Running,

    /// <summary>The child has failed, and is started again after a pause.</summary>
    Pausing,

    /// <summary>The child has ended in order.</summary>
    Ended,

    /// <summary>The child has failed too often.</summary>
    GivenUp,

    /// <summary>The supervisor was told to stop, and has ended the child.</summary>
    Stopped,
}
