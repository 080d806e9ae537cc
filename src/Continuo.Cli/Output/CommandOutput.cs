using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Continuo.Audio;
using Continuo.Cli.Reports;

namespace Continuo.Cli.Output;

/// <summary>
/// Where a command's words go: results to standard output, everything else to standard error. Under <c>--json</c> a result
/// or an error is one JSON object on standard output.
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

    /// <summary>Whether a person watches the status.</summary>
    public static bool IsStatusOnTerminal => !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") is not "dumb";

    /// <summary>Whether a person watches the results.</summary>
    public static bool IsResultOnTerminal => !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") is not "dumb";

    private TextWriter Results => IsOutputTaken ? Console.Error : Console.Out;

    /// <summary>Writes a result: the words, or under <c>--json</c> the object.</summary>
    public void Result<T>(T report, JsonTypeInfo<T> shape, Func<T, string> words)
    {
        var text = IsJson ? JsonSerializer.Serialize(report, shape) : words(report);
        lock (_lines) Results.WriteLine(text);
    }

    /// <summary>Writes a line about what is going on.</summary>
    public void Status(string line)
    {
        // A progress line may stand there.
        var erase = IsStatusOnTerminal ? "\r\x1b[K" : "";
        lock (_lines) Console.Error.WriteLine($"{erase}continuo: {line}");
    }

    /// <summary>Shows a line that the next one replaces; only where a person watches.</summary>
    public void Progress(string line)
    {
        if (!IsStatusOnTerminal) return;
        lock (_lines) Console.Error.Write($"\r{line}\x1b[K");
    }

    /// <summary>Takes the progress line away.</summary>
    public void EndProgress() => Progress("");

    /// <summary>Tells of an error.</summary>
    /// <returns>The exit code it stands for.</returns>
    public int Fail(Exception error)
    {
        EndProgress();
        var failure = FailureReport.Of(error);
        if (IsJson) Result(new FailureDocument(failure), ReportJson.Readable.FailureDocument, static _ => "");
        else Status(failure.Message + (error is AudioException or OperationCanceledException || IsVerbose ? "" : " Run it again with --verbose to see where."));
        if (IsVerbose) Console.Error.WriteLine(error);
        return ExitCodes.Of(error);
    }
}
