using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Continuo.Diagnostics;

/// <summary>
/// The one way in which code of others is called where its exceptions have no caller to go to: event handlers, chunk handlers, the
/// disposal of sources and sinks.
/// Whatever it throws is counted; the first is kept, logged and raised; and nothing else ends.
/// </summary>
/// <remarks>Thread-safe; not real-time-safe. Calls run on the calling thread, with no lock held.</remarks>
/// <param name="owner">Whose calls these are, for the log.</param>
/// <param name="logger">Where the first fault is told, as a warning; <see langword="null"/>: nowhere.</param>
internal sealed partial class UserCode(string owner, ILogger? logger = null)
{
    private readonly ILogger _logger = logger ?? NullLogger.Instance;
    private long _faults;
    private Exception? _first;

    /// <summary>Raised when code of others throws for the first time, on the thread on which it did.</summary>
    public event EventHandler<ExceptionEventArgs>? Faulted;

    /// <summary>Number of times it has thrown.</summary>
    public long Faults => Volatile.Read(ref _faults);

    /// <summary>What it threw first, with its stack.</summary>
    public Exception? FirstFault => Volatile.Read(ref _first);

    /// <summary>Calls it.</summary>
    /// <param name="call">The code.</param>
    /// <param name="what">What it is, for the log.</param>
    /// <returns>Whether it returned without an exception.</returns>
    public bool Try(Action call, string what)
    {
        ArgumentNullException.ThrowIfNull(call);
        try
        {
            call();
            return true;
        }
        catch (Exception e)
        {
            Count(e, what);
            return false;
        }
    }

    /// <summary>Raises an event: every handler is called, whatever the others throw.</summary>
    public void Raise<T>(EventHandler<T>? handlers, object sender, T arguments)
    {
        foreach (var handler in Delegate.EnumerateInvocationList(handlers))
        {
            try
            {
                handler(sender, arguments);
            }
            catch (Exception e)
            {
                Count(e, "An event handler");
            }
        }
    }

    /// <summary>Raises an event without arguments.</summary>
    public void Raise(EventHandler? handlers, object sender)
    {
        foreach (var handler in Delegate.EnumerateInvocationList(handlers)) Try(() => handler(sender, EventArgs.Empty), "An event handler");
    }

    /// <summary>Counts what was caught from code of others elsewhere, and tells the first.</summary>
    /// <param name="fault">What it threw.</param>
    /// <param name="what">What it is, for the log.</param>
    public void Count(Exception fault, string what)
    {
        ArgumentNullException.ThrowIfNull(fault);
        Interlocked.Increment(ref _faults);
        if (Interlocked.CompareExchange(ref _first, fault, null) is not null) return;
        try
        {
            LogFault(_logger, what, owner, fault);
        }
        catch (Exception)
        {
            Interlocked.Increment(ref _faults); // a logger is code of others, too
        }

        foreach (var handler in Delegate.EnumerateInvocationList(Faulted))
        {
            try
            {
                handler(this, new ExceptionEventArgs(fault));
            }
            catch (Exception)
            {
                Interlocked.Increment(ref _faults);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{What} of {Owner} threw; it goes on, and later faults are only counted")]
    private static partial void LogFault(ILogger logger, string what, string owner, Exception fault);
}
