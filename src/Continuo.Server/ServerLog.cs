namespace Continuo.Server;

/// <summary>What the server logs.</summary>
internal static partial class ServerLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Listening on {Address}")]
    public static partial void Listening(ILogger logger, string address);

    [LoggerMessage(Level = LogLevel.Information, Message = "Stopping: recordings are finished first")]
    public static partial void Stopping(ILogger logger);
}
