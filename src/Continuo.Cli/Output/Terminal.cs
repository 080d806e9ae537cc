using System.Globalization;
using Continuo.Cli.Output.Interop;

namespace Continuo.Cli.Output;

/// <summary>
/// Standard output or standard error as a terminal. The size is queried each time, so that a resize is noticed. If it is unknown,
/// <c>COLUMNS</c> and <c>LINES</c> are used, then 80×24. A pipe or a file has no width: its lines are never wrapped.
/// </summary>
internal sealed class Terminal
{
    private const int UsualColumns = 80;
    private const int UsualRows = 24;

    private readonly int _descriptor;

    private Terminal(int descriptor) => _descriptor = descriptor;

    public static Terminal Output { get; } = new(StandardStreams.Output);

    public static Terminal Error { get; } = new(StandardStreams.Error);

    /// <summary>Whether it is a terminal.</summary>
    public bool IsTerminal => _descriptor == StandardStreams.Output ? !Console.IsOutputRedirected : !Console.IsErrorRedirected;

    /// <summary>Whether lines can be redrawn: a terminal that is not dumb.</summary>
    public bool IsInteractive =>
        IsTerminal && (OperatingSystem.IsWindows() || Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb"));

    /// <summary>Whether to use colours: https://no-color.org.</summary>
    public bool HasColours => IsInteractive && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    /// <summary>Number of columns; unlimited for a pipe or a file.</summary>
    public int Width => IsTerminal ? Size.Columns : int.MaxValue;

    /// <summary>Current columns and rows.</summary>
    public (int Columns, int Rows) Size
    {
        get
        {
            var (columns, rows) = OperatingSystem.IsLinux() ? StandardStreams.SizeOf(_descriptor) : OfConsole();
            return (columns > 0 ? columns : Variable("COLUMNS", UsualColumns), rows > 0 ? rows : Variable("LINES", UsualRows));
        }
    }

    private static (int Columns, int Rows) OfConsole()
    {
        try
        {
            return (Console.WindowWidth, Console.WindowHeight);
        }
        catch (IOException)
        {
            return (0, 0); // there is no console
        }
    }

    private static int Variable(string name, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value > 0
            ? value
            : usual;
}
