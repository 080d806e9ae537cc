using System.ComponentModel;
using System.Net.Sockets;
using Continuo.Audio;

namespace Continuo.Cli.Reports;

/// <summary>An error in JSON.</summary>
/// <param name="Code">The <see cref="AudioErrorCode"/>, <c>Interrupted</c> or <c>Unexpected</c>.</param>
/// <param name="Message">The whole message in one line.</param>
/// <param name="Asked">What was requested.</param>
/// <param name="Happened">What went wrong.</param>
/// <param name="Remedy">What to do.</param>
internal sealed record FailureReport(string Code, string Message, string? Asked, string? Happened, string? Remedy)
{
    public static FailureReport Of(Exception error) => Explain(error) switch
    {
        AudioException e => new(e.Code.ToString(), OneLine(e.Message), e.Asked, e.Happened, e.Remedy),
        OperationCanceledException => new("Interrupted", "interrupted before any audio was captured.", null, null, null),
        var e =>
            new("Unexpected", OneLine($"internal error: {e.Message.TrimEnd('.')}. Run it again with --verbose and report the stack trace."),
                null, OneLine(e.Message), null),
    };

    /// <summary>The message for people: in one line, unless it is a list, which has a line for each entry.</summary>
    public static string Words(Exception error) =>
        Explain(error) is AudioException e && e.Happened.Contains("\n  ", StringComparison.Ordinal)
            ? $"{e.Asked}: {e.Happened}\n{e.Remedy}."
            : Of(error).Message;

    /// <summary>Errors of the operating system are reported as such, not as internal errors.</summary>
    private static Exception Explain(Exception error)
    {
        if (error is AggregateException or TypeInitializationException && error.InnerException is { } inner) return Explain(inner);
        var (code, remedy) = error switch
        {
            UnauthorizedAccessException => (AudioErrorCode.AccessDenied, "Choose a path that this user may use"),
            FileNotFoundException or DirectoryNotFoundException => (AudioErrorCode.NotFound, "Check the name"),
            DllNotFoundException => (AudioErrorCode.LibraryMissing, "Check the installation with 'continuo doctor'"),
            OutOfMemoryException or InsufficientMemoryException =>
                (AudioErrorCode.InputOutput, "Allow the process more memory and threads: ulimit -v, ulimit -u"),
            IOException or SocketException or Win32Exception =>
                (AudioErrorCode.InputOutput, "Check the limits with 'ulimit -a' and the disk with 'df'"),
            _ => (default, ""),
        };
        return remedy.Length == 0 ? error : new AudioException(code, "the system", OneLine(error.Message).TrimEnd('.'), remedy, error);
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
