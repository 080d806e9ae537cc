using Continuo.Streams;
using Microsoft.Extensions.Logging;

namespace Continuo.Hosting;

/// <summary>Log messages of an <see cref="AudioHost"/>.</summary>
internal static partial class HostLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Stream '{Name}' added: {Address}")]
    public static partial void StreamAdded(ILogger logger, string name, string address);

    [LoggerMessage(Level = LogLevel.Information, Message = "Stream '{Name}' removed")]
    public static partial void StreamRemoved(ILogger logger, string name);

    [LoggerMessage(Message = "Stream '{Name}' is {Health}: {Reason}")]
    public static partial void HealthChanged(ILogger logger, LogLevel level, string name, StreamHealth health, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Player '{Name}' added, plays to {To}")]
    public static partial void PlayerAdded(ILogger logger, string name, string to);

    [LoggerMessage(Level = LogLevel.Error, Message = "The output of player '{Name}' failed: {Failure}")]
    public static partial void PlayerFailed(ILogger logger, string name, string failure);

    [LoggerMessage(Level = LogLevel.Information, Message = "Recording '{Name}' of '{Stream}' to {To} started")]
    public static partial void RecordingStarted(ILogger logger, string name, string stream, string to);

    [LoggerMessage(Level = LogLevel.Information, Message = "Recording '{Name}' finished: {Duration}, {Dropped} chunks dropped")]
    public static partial void RecordingFinished(ILogger logger, string name, TimeSpan duration, long dropped);

    [LoggerMessage(Level = LogLevel.Error, Message = "Recording '{Name}' failed: {Failure}")]
    public static partial void RecordingFailed(ILogger logger, string name, string failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "Stream '{Name}' could not be started: {Failure}")]
    public static partial void StartFailed(ILogger logger, string name, string failure);

    /// <summary>A pause in speech or music is no news; what it comes back from is.</summary>
    public static LogLevel LevelOf(StreamHealth before, StreamHealth now) => now switch
    {
        StreamHealth.Silent => LogLevel.Debug,
        StreamHealth.Flowing when before is StreamHealth.Silent or StreamHealth.Starting => LogLevel.Debug,
        StreamHealth.Failed => LogLevel.Error,
        StreamHealth.Stalled or StreamHealth.Recovering => LogLevel.Warning,
        _ => LogLevel.Information,
    };
}
