namespace Continuo.Audio;

/// <summary>Why an operation failed, for programs; the words for people are in the message of <see cref="AudioException"/>.</summary>
public enum AudioErrorCode
{
    /// <summary>An address, format text or option could not be understood.</summary>
    InvalidArgument,

    /// <summary>The named application, device or file does not exist (now).</summary>
    NotFound,

    /// <summary>The file exists but is not audio, or is damaged.</summary>
    NotAudio,

    /// <summary>The file or socket may not be read or written by this user.</summary>
    AccessDenied,

    /// <summary>The volume is full.</summary>
    DiskFull,

    /// <summary>Reading or writing failed for another reason of the operating system's.</summary>
    InputOutput,

    /// <summary>The audio server is not running, or has gone away.</summary>
    ServerUnavailable,

    /// <summary>A native library is not installed; the message names its package.</summary>
    LibraryMissing,

    /// <summary>What was asked for is valid but not possible with this source, sink or platform.</summary>
    Unsupported,

    /// <summary>A child process could not be started or ended with an error.</summary>
    ProcessFailed,

    /// <summary>Nothing answered in the time given.</summary>
    TimedOut,
}
