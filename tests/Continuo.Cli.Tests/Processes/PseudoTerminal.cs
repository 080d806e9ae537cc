using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Continuo.Cli.Output;

namespace Continuo.Cli.Tests.Processes;

/// <summary>
/// Runs the command line on a terminal of a given size (util-linux's script, with stty), and says what a person would see.
/// </summary>
internal sealed partial class PseudoTerminal
{
    private PseudoTerminal(string raw) => Raw = raw;

    /// <summary>All that was written, escape sequences included.</summary>
    public string Raw { get; }

    /// <summary>The lines that were written, each as often as it was drawn.</summary>
    public IEnumerable<string> Lines => Escape().Replace(Raw, "").Split('\r', '\n');

    /// <summary>The widest of them in columns.</summary>
    public int Widest => Lines.Max(TextFit.Columns);

    /// <summary>How many lines a terminal would have scrolled: a line feed each.</summary>
    public int LineFeeds => Raw.Count(c => c == '\n');

    /// <summary>The lines of the last picture that was drawn in place.</summary>
    public string[] LastPicture
    {
        get
        {
            var pictures = Raw.Split("\x1b[J", StringSplitOptions.RemoveEmptyEntries);
            var last = pictures.Last(p => p.Contains("\x1b[2K", StringComparison.Ordinal));
            return [.. Escape().Replace(last, "").Split('\n').Select(l => l.Trim('\r'))];
        }
    }

    /// <summary>Runs a command to its end.</summary>
    public static PseudoTerminal Run(string folder, int columns, int rows, string environment, params string[] arguments)
    {
        var command = string.Join(' ', ContinuoProgram.Command.Concat(arguments).Select(a => $"'{a}'"));
        var line = string.Create(CultureInfo.InvariantCulture,
            $"stty cols {columns} rows {rows}; exec env TERM=xterm {environment} {command}");
        var start = new ProcessStartInfo("script", ["-q", "-e", "-c", line, "/dev/null"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };
        start.Environment["SHELL"] = "/bin/sh";
        foreach (var name in new[] { "NO_COLOR", "COLUMNS", "LINES" }) start.Environment.Remove(name);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd(); // its input stays open: at its end script would send an end of file
        process.WaitForExit();
        return new PseudoTerminal(output);
    }

    [GeneratedRegex(@"\x1b\[[0-9;?]*[A-Za-z]")]
    private static partial Regex Escape();
}
