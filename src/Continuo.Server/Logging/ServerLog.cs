namespace Continuo.Server.Logging;

/// <summary>What the server logs. Tokens, keys and passwords are in none of it.</summary>
internal static partial class ServerLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Listening on {Address}")]
    public static partial void Listening(ILogger logger, Uri address);

    [LoggerMessage(Level = LogLevel.Information, Message = "Stopping: recordings are finished first")]
    public static partial void Stopping(ILogger logger);

    [LoggerMessage(Level = LogLevel.Information,
        Message = "The self-signed certificate's SHA-256 fingerprint is {Fingerprint}, valid until {End:yyyy-MM-dd}")]
    public static partial void SelfSigned(ILogger logger, string fingerprint, DateTime end);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The self-signed certificate cannot be kept for the next start: {Reason}")]
    public static partial void CertificateNotKept(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "No tokens are configured: clients of other machines can load the page and nothing else. "
            + "Add tokens with --token or in the configuration")]
    public static partial void NoTokens(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Tokens and audio travel unencrypted over the network, and browsers on other machines get no microphone. "
            + "Use --tls-self-signed, or tls in the configuration")]
    public static partial void NoTls(ILogger logger);

    [LoggerMessage(Level = LogLevel.Information, Message = "Read {File} again; what is declared as before went on")]
    public static partial void ConfigRead(ILogger logger, string file);

    [LoggerMessage(Level = LogLevel.Error, Message = "The changed configuration is not used, the one before stays: {Mistakes}")]
    public static partial void ConfigKept(ILogger logger, string mistakes);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Changed settings take effect at the next start: {Settings}")]
    public static partial void ConfigNeedsRestart(ILogger logger, string settings);

    [LoggerMessage(Level = LogLevel.Error, Message = "The {Kind} '{Name}' cannot be opened, and is tried again: {Reason}")]
    public static partial void CannotOpen(ILogger logger, string kind, string name, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "The {Kind} '{Name}' is open now")]
    public static partial void Opened(ILogger logger, string kind, string name);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "The directory of names does not answer as it should; speakers are called by their ids: {Reason}")]
    public static partial void NamesFail(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "The directory of names answers again")]
    public static partial void NamesBack(ILogger logger);

    [LoggerMessage(Level = LogLevel.Warning,
        Message = "Voices are not processed (noiseSuppressionDb, voiceActivity): the library libspeexdsp is not installed: "
            + "apt-get install libspeexdsp1")]
    public static partial void NoProcessing(ILogger logger);

    [LoggerMessage(Level = LogLevel.Error,
        Message = "What is known of the recording {Name} of the room '{Room}' could not be written: {Reason}")]
    public static partial void RoomRecordingNotNoted(ILogger logger, string room, string name, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "A regular look at streams and sessions failed; the next one is made all the same")]
    public static partial void LookFailed(ILogger logger, Exception error);
}
