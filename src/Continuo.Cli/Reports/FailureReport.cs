using Continuo.Audio;

namespace Continuo.Cli.Reports;

/// <summary>An error as JSON shows it.</summary>
/// <param name="Code">The <see cref="AudioErrorCode"/>, or <c>Unexpected</c>.</param>
/// <param name="Message">All of it, in one line.</param>
/// <param name="Asked">What was asked for.</param>
/// <param name="Happened">What went wrong.</param>
/// <param name="Remedy">What to do about it.</param>
internal sealed record FailureReport(string Code, string Message, string? Asked, string? Happened, string? Remedy)
{
    public static FailureReport Of(Exception error) => error switch
    {
        AudioException e => new(e.Code.ToString(), OneLine(e.Message), e.Asked, e.Happened, e.Remedy),
        OperationCanceledException => new("Interrupted", "interrupted before there was anything to capture.", null, null, null),
        _ => new("Unexpected", OneLine($"unexpected {error.GetType().Name}: {error.Message}"), null, null, null),
    };

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");
}
