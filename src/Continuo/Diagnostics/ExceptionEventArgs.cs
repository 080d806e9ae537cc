namespace Continuo.Diagnostics;

/// <summary>Event data for an exception thrown by user code.</summary>
/// <param name="exception">The exception.</param>
public sealed class ExceptionEventArgs(Exception exception) : EventArgs
{
    /// <summary>The exception, with its stack trace.</summary>
    public Exception Exception { get; } = exception;
}
