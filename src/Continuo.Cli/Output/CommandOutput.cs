using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Continuo.Audio;
using Continuo.Cli.Reports;

namespace Continuo.Cli.Output;

/// <summary>
/// Where a command's words go: results to standard output, everything else to standard error. Under <c>--json</c> a result
/// or an error is one JSON object on standard output. On a terminal no line is wider than it.
/// </summary>
/// <param name="json">Whether results are JSON.</param>
/// <param name="verbose">Whether unexpected errors show their stack.</param>
internal sealed class CommandOutput(bool json, bool verbose)
{
    private readonly Lock _lines = new();

    public bool IsJson { get; } = json;

    public bool IsVerbose { get; } = verbose;

    /// <summary>Whether standard output carries audio, so that results must go elsewhere.</summary>
    public bool IsOutputTaken { get; set; }

    /// <summary>Called once nobody reads standard output any more, as after <c>| head -1</c>.</summary>
    public Action? ReaderGone { get; set; }

    /// <summary>Whether a person watches the status.</summary>
    public static bool IsStatusOnTerminal => Terminal.Error.IsInteractive;

    /// <summary>Whether a person watches the results.</summary>
    public static bool IsResultOnTerminal => Terminal.Output.IsInteractive;

    /// <summary>Writes a result: the words, or under <c>--json</c> the object.</summary>
    /// <exception cref="AudioException">Standard output cannot be written.</exception>
    public void Result<T>(T report, JsonTypeInfo<T> shape, Func<T, string> words)
    {
        if (IsJson) Write(JsonSerializer.Serialize(report, shape) + "\n");
        else Text(words(report));
    }

    /// <summary>Writes lines that are the result themselves.</summary>
    /// <exception cref="AudioException">Standard output cannot be written.</exception>
    public void Text(string text) => Write(TextFit.Wrap(TextFit.Clean(text), (IsOutputTaken ? Terminal.Error : Terminal.Output).Width) + "\n");

    /// <summary>Writes a line about what is going on.</summary>
    public void Status(string line)
    {
        // A progress line may stand there.
        var erase = IsStatusOnTerminal ? "\r\x1b[K" : "";
        lock (_lines) StandardText.WriteError($"{erase}{TextFit.Wrap(TextFit.Clean($"continuo: {line}"), Terminal.Error.Width)}\n");
    }

    /// <summary>Shows a line that the next one replaces; only where a person watches.</summary>
    public void Progress(string line)
    {
        if (!IsStatusOnTerminal) return;
        var cut = TextFit.Cut(TextFit.Clean(line).Replace('\n', ' '), Math.Max(1, Terminal.Error.Width - 1));
        lock (_lines) StandardText.WriteError($"\r{cut}\x1b[K");
    }

    /// <summary>Takes the progress line away.</summary>
    public void EndProgress() => Progress("");

    /// <summary>Tells of an error.</summary>
    /// <returns>The exit code it stands for.</returns>
    public int Fail(Exception error)
    {
        EndProgress();
        var failure = FailureReport.Of(error);
        if (!IsJson || !TryWrite(new FailureDocument(failure))) Status(failure.Message);
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
            return false; // standard output is what failed
        }
    }

    private void Write(string text)
    {
        lock (_lines)
        {
            if (IsOutputTaken) StandardText.WriteError(text);
            else if (!StandardText.WriteOutput(text)) ReaderGone?.Invoke();
        }
    }
}
