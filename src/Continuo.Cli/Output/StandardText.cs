using System.Runtime.InteropServices;
using System.Text;
using Continuo.Audio;
using Continuo.Cli.Output.Interop;

namespace Continuo.Cli.Output;

/// <summary>
/// Writes text to standard output and standard error unbuffered, and reports failures: <see cref="Console"/> opens descriptors late, when
/// there may be none left, and hides that a pipe's reader has closed it.
/// </summary>
internal static class StandardText
{
    private const int Interrupted = 4; // EINTR
    private const int TryAgain = 11; // EAGAIN
    private const int NoSpace = 28; // ENOSPC
    private const int BrokenPipe = 32; // EPIPE
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>Writes to standard output.</summary>
    /// <returns>Whether it is still read: false if the reader of the pipe has closed it.</returns>
    /// <exception cref="AudioException">It is closed, full, or cannot be written for another reason.</exception>
    public static bool WriteOutput(string text)
    {
        var error = Write(StandardStreams.Output, text);
        if (error == 0) return true;
        if (error == BrokenPipe) return false;
        var code = error == NoSpace ? AudioErrorCode.DiskFull : AudioErrorCode.InputOutput;
        throw new AudioException(code, "standard output", $"cannot be written: {Marshal.GetPInvokeErrorMessage(error)}",
            "Redirect the output to a writable file or program");
    }

    /// <summary>Writes to standard error; a failure cannot be reported anywhere.</summary>
    public static void WriteError(string text) => Write(StandardStreams.Error, text);

    /// <summary>Exits the process at once, without waiting, because something hangs.</summary>
    public static void ExitNow(int code)
    {
        if (OperatingSystem.IsLinux()) StandardStreams.Exit(code);
        else Environment.Exit(code);
    }

    private static int Write(int descriptor, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text).AsSpan();
        if (!OperatingSystem.IsLinux())
        {
            using var stream = descriptor == StandardStreams.Output ? Console.OpenStandardOutput() : Console.OpenStandardError();
            stream.Write(bytes);
            return 0;
        }

        while (bytes.Length > 0)
        {
            var written = StandardStreams.Write(descriptor, bytes);
            if (written >= 0)
            {
                bytes = bytes[(int)written..];
                continue;
            }

            var error = Marshal.GetLastPInvokeError();
            if (error == TryAgain) Thread.Sleep(Pause); // a pipe that another process made non-blocking
            else if (error != Interrupted) return error;
        }

        return 0;
    }
}
