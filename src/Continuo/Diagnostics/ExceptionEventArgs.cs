namespace Continuo.Diagnostics;

/// <summary>Tells of an exception that user code threw.</summary>
/// <param name="exception">What was thrown.</param>
public sealed class ExceptionEventArgs(Exception exception) : EventArgs
{
    /// <summary>What was thrown, with its stack.</summary>
    public Exception Exception { get; } = exception;
}
