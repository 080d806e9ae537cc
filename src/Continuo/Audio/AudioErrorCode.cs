namespace Continuo.Audio;

/// <summary>Machine-readable reason of a failure. The message of <see cref="AudioException"/> explains it to people.</summary>
public enum AudioErrorCode
{
    /// <summary>An address, format or option is invalid.</summary>
    InvalidArgument,

    /// <summary>The application, device or file does not exist at present.</summary>
    NotFound,

    /// <summary>The file exists but is not audio, or is damaged.</summary>
    NotAudio,

    /// <summary>This user may not read or write the file or socket.</summary>
    AccessDenied,

    /// <summary>The volume is full.</summary>
    DiskFull,

    /// <summary>Reading or writing failed with another operating-system error.</summary>
    InputOutput,

    /// <summary>The audio server is not running or the connection to it was lost.</summary>
    ServerUnavailable,

    /// <summary>A native library is not installed; the message names its package.</summary>
    LibraryMissing,

    /// <summary>The request is valid, but this source, sink or platform does not support it.</summary>
    Unsupported,

    /// <summary>A child process failed to start or exited with an error.</summary>
    ProcessFailed,

    /// <summary>No answer arrived before the time-out.</summary>
    TimedOut,
}
