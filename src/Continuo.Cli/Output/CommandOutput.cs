using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Continuo.Audio;
using Continuo.Cli.Reports;

namespace Continuo.Cli.Output;

/// <summary>
/// Output of a command: results to standard output, everything else to standard error. With <c>--json</c> a result or an error is one JSON
/// object on standard output. On a terminal no line exceeds its width.
/// </summary>
/// <param name="json">Whether results are JSON.</param>
/// <param name="verbose">Whether unexpected errors show their stack trace.</param>
internal sealed class CommandOutput(bool json, bool verbose)
{
    private readonly Lock _lines = new();

    public bool IsJson { get; } = json;

    public bool IsVerbose { get; } = verbose;

    /// <summary>Whether standard output carries audio, so that results must go elsewhere.</summary>
    public bool IsOutputTaken { get; set; }

    /// <summary>Called when the reader of standard output has closed it, as after <c>| head -1</c>.</summary>
    public Action? ReaderClosed { get; set; }

    /// <summary>Whether status lines go to an interactive terminal.</summary>
    public static bool IsStatusOnTerminal => Terminal.Error.IsInteractive;

    /// <summary>Whether results go to an interactive terminal.</summary>
    public static bool IsResultOnTerminal => Terminal.Output.IsInteractive;

    /// <summary>Writes a result: as text, or with <c>--json</c> as an object.</summary>
    /// <exception cref="AudioException">Standard output cannot be written.</exception>
    public void Result<T>(T report, JsonTypeInfo<T> shape, Func<T, string> words)
    {
        if (IsJson) Write(JsonSerializer.Serialize(report, shape) + "\n");
        else Text(words(report));
    }

    /// <summary>Writes lines that are the result themselves.</summary>
    /// <exception cref="AudioException">Standard output cannot be written.</exception>
    public void Text(string text) =>
        Write(TextFit.Wrap(TextFit.Clean(text), (IsOutputTaken ? Terminal.Error : Terminal.Output).Width) + "\n");

    /// <summary>Writes a status line.</summary>
    public void Status(string line)
    {
        // There may be a progress line.
        var erase = IsStatusOnTerminal ? "\r\x1b[K" : "";
        lock (_lines) StandardText.WriteError($"{erase}{TextFit.Wrap(TextFit.Clean($"continuo: {line}"), Terminal.Error.Width)}\n");
    }

    /// <summary>Shows a line that the next one replaces; only on a terminal.</summary>
    public void Progress(string line)
    {
        if (!IsStatusOnTerminal) return;
        var cut = TextFit.Cut(TextFit.Clean(line).Replace('\n', ' '), Math.Max(1, Terminal.Error.Width - 1));
        lock (_lines) StandardText.WriteError($"\r{cut}\x1b[K");
    }

    /// <summary>Removes the progress line.</summary>
    public void EndProgress() => Progress("");

    /// <summary>Reports an error.</summary>
    /// <returns>Its exit code.</returns>
    public int Fail(Exception error)
    {
        EndProgress();
        var failure = FailureReport.Of(error);
        if (!IsJson || !TryWrite(new FailureDocument(failure))) Status(FailureReport.Words(error));
        if (IsVerbose) StandardText.WriteError(error + "\n");
        return ExitCodes.Of(error);
    }

    private bool TryWrite(FailureDocument document)
    {
        try
        {
            Write(JsonSerializer.Serialize(document, ReportJson.Readable.FailureDocument) + "\n");
            return true;
        }
        catch (AudioException)
        {
            return false; // the error is that of standard output
        }
    }

    private void Write(string text)
    {
        lock (_lines)
        {
            if (IsOutputTaken) StandardText.WriteError(text);
            else if (!StandardText.WriteOutput(text)) ReaderClosed?.Invoke();
        }
    }
}
