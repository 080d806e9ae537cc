using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Continuo.Diagnostics;

/// <summary>
/// Calls user code whose exceptions have no caller to propagate to: event handlers, chunk handlers, disposal of sources and sinks.
/// Exceptions are counted; the first is kept, logged and raised as an event; nothing else stops.
/// </summary>
/// <remarks>Thread-safe; not real-time-safe. Calls run on the calling thread, with no lock held.</remarks>
/// <param name="owner">The owner's name, for the log.</param>
/// <param name="logger">Receives the first exception as a warning; <see langword="null"/>: not logged.</param>
internal sealed partial class UserCode(string owner, ILogger? logger = null)
{
    private readonly ILogger _logger = logger ?? NullLogger.Instance;
    private long _faults;
    private Exception? _first;

    /// <summary>Raised on the first exception, on the thread that threw it.</summary>
    public event EventHandler<ExceptionEventArgs>? Faulted;

    /// <summary>Number of exceptions.</summary>
    public long Faults => Volatile.Read(ref _faults);

    /// <summary>The first exception.</summary>
    public Exception? FirstFault => Volatile.Read(ref _first);

    /// <summary>Calls user code.</summary>
    /// <param name="call">The code.</param>
    /// <param name="what">Its name in the log.</param>
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

    /// <summary>Raises an event. Every handler is called, even if an earlier one throws.</summary>
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

    /// <summary>Counts an exception that was caught from user code elsewhere, and logs the first.</summary>
    /// <param name="fault">The exception.</param>
    /// <param name="what">Name of the code in the log.</param>
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
            Interlocked.Increment(ref _faults); // a logger is user code, too
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "{What} of {Owner} threw an exception; later exceptions are only counted")]
    private static partial void LogFault(ILogger logger, string what, string owner, Exception fault);
}
