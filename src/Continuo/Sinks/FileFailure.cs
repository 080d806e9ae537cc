using Continuo.Audio;

namespace Continuo.Sinks;

/// <summary>Explains why a file could not be created or written.</summary>
internal static class FileFailure
{
    private const int NoSpace = 28;
    private const int BrokenPipe = 32;
    private const int ReadOnlyVolume = 30;
    private const int FileTooLarge = 27;

    // This number differs between the systems, unlike the others.
    private static readonly int QuotaExceeded = OperatingSystem.IsMacOS() ? 69 : 122;

    /// <summary>Converts an exception of the operating system to an error message.</summary>
    /// <param name="path">The file.</param>
    /// <param name="error">The exception.</param>
    /// <param name="kept">What has been saved, as a clause in lower case; empty if nothing was written.</param>
    public static AudioException Explain(string path, Exception error, string kept = "")
    {
        ArgumentNullException.ThrowIfNull(error);
        if (error is AudioException already) return already;
        var (code, happened, remedy) = error switch
        {
            UnauthorizedAccessException =>
                (AudioErrorCode.AccessDenied, "it may not be written by this user", "Choose another place or change the permissions"),
            DirectoryNotFoundException => (AudioErrorCode.NotFound, "its directory does not exist", "Create the directory first"),
            PathTooLongException or ArgumentException or NotSupportedException =>
                (AudioErrorCode.InvalidArgument, "this is not a valid file name", "Choose another name"),
            _ when IsDiskFull(error) => (AudioErrorCode.DiskFull, "the disk is full", "Free some space or choose another place"),
            _ when IsCode(error, ReadOnlyVolume, 19) => (AudioErrorCode.AccessDenied, "the volume is read-only", "Choose another place"),
            _ when IsCode(error, FileTooLarge, 223) =>
                (AudioErrorCode.DiskFull, "the file has reached the maximum size of the volume or a limit",
                    "Choose a volume without this limit"),
            _ => (AudioErrorCode.InputOutput, error.Message.TrimEnd('.'), "Check the disk or choose another place"),
        };
        return new AudioException(code, path, kept.Length == 0 ? happened : $"{happened}; {kept}", remedy, error);
    }

    /// <summary>Whether a write failed because the reader has closed the pipe.</summary>
    internal static bool IsBrokenPipe(Exception error) => IsCode(error, BrokenPipe, 109) || IsCode(error, BrokenPipe, 232);

    private static bool IsDiskFull(Exception error) =>
        IsCode(error, NoSpace, 112) || IsCode(error, QuotaExceeded, 1295) || IsCode(error, NoSpace, 39);

    // On Unix the result is the error number; on Windows its lower half is the system's code.
    private static bool IsCode(Exception error, int unix, int windows) =>
        OperatingSystem.IsWindows() ? error.HResult == unchecked((int)0x80070000) + windows : error.HResult == unix;
}
