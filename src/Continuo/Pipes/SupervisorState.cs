namespace Continuo.Pipes;

/// <summary>State of a <see cref="ChildSupervisor"/>.</summary>
/// <remarks><c>Running → Pausing → Running</c> …; from either to <c>Stopped</c>; from Running to <c>Ended</c> or <c>GivenUp</c>.</remarks>
internal enum SupervisorState
{
    /// <summary>The child has not been started.</summary>
    Unstarted,

    /// <summary>The child is running.</summary>
    Running,

    /// <summary>The child has failed and will be restarted after a pause.</summary>
    Pausing,

    /// <summary>The child exited normally.</summary>
    Ended,

    /// <summary>The child has failed too often.</summary>
    GivenUp,

    /// <summary>The supervisor was stopped and has ended the child.</summary>
    Stopped,
}
