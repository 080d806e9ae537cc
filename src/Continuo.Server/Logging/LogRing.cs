using System.Collections.Concurrent;
using Continuo.Client.Contract.Server;
using Continuo.Diagnostics;

namespace Continuo.Server.Logging;

/// <summary>
/// Keeps the latest lines of the log in memory, for clients. Thread-safe; never called from audio threads, which do not log.
/// </summary>
internal sealed class LogRing(TimeProvider time) : ILoggerProvider
{
    private const int Capacity = 2000;
    private const int MaxMessage = 4000;

    private readonly ConcurrentDictionary<string, RingLogger> _loggers = new(StringComparer.Ordinal);
    private readonly Queue<(LogLevel Level, LogLine Line)> _lines = new(Capacity); // guarded by itself
    private readonly UserCode _userCode = new("the log"); // without a logger: that would come back here
    private long _number;

    /// <summary>Raised after a line was added, on the thread that logged it. Handlers must return at once and must not log.</summary>
    public event EventHandler<LogLine>? Added;

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => _loggers.GetOrAdd(categoryName, name => new RingLogger(this, name));

    /// <summary>The lines after a number, of a level or above.</summary>
    public IReadOnlyList<LogLine> After(long number, LogLevel least)
    {
        lock (_lines) return [.. _lines.Where(l => l.Line.Number > number && l.Level >= least).Select(l => l.Line)];
    }

    public void Dispose() => Added = null;

    private void Add(LogLevel level, string category, string message)
    {
        LogLine line;
        lock (_lines)
        {
            line = new LogLine(++_number, time.GetUtcNow(), level.ToString().ToLowerInvariant(), category,
                message.Length > MaxMessage ? message[..MaxMessage] + "…" : message);
            if (_lines.Count == Capacity) _lines.Dequeue();
            _lines.Enqueue((level, line));
        }

        _userCode.Raise(Added, this, line);
    }

    private sealed class RingLogger(LogRing ring, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel is not LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var message = formatter(state, exception);
            ring.Add(logLevel, category, exception is null ? message : $"{message}: {exception.GetType().Name}: {exception.Message}");
        }
    }
}
