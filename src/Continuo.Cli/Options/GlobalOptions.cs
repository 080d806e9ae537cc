using System.CommandLine;
using Continuo.Codecs.Opus;

namespace Continuo.Cli.Options;

/// <summary>Options of every command.</summary>
internal static class GlobalOptions
{
    public static readonly Option<bool> Json = new("--json")
    {
        Description = "Write results and errors as JSON objects, one per line",
        Recursive = true,
    };

    public static readonly Option<string?> Backend = new("--backend")
    {
        Description = "Audio service for applications and devices (default: one that is running)",
        HelpName = "NAME",
        Recursive = true,
    };

    public static readonly Option<OpusImplementation> Opus = new("--opus")
    {
        Description = "Opus implementation: automatic, native (libopus) or managed (no library needed, several times slower)",
        HelpName = "NAME",
        Recursive = true,
    };

    public static readonly Option<bool> Verbose = new("--verbose")
    {
        Description = "Show the stack trace of an unexpected error",
        Recursive = true,
    };

    /// <summary>All global options.</summary>
    public static IReadOnlyList<Option> All { get; } = [Json, Backend, Opus, Verbose];

    /// <summary>Whether JSON was requested, even if the rest of the command line is invalid.</summary>
    public static bool IsJson(string[] args) => Has(Json, args);

    /// <summary>Whether verbose output was requested, even if the rest of the command line is invalid.</summary>
    public static bool IsVerbose(string[] args) => Has(Verbose, args);

    /// <summary>The options that determine how audio is opened, as arguments for a started engine.</summary>
    public static IReadOnlyList<string> ForEngine(ParseResult arguments)
    {
        var result = new List<string>();
        if (arguments.GetValue(Backend) is { } backend) result.AddRange([Backend.Name, backend]);
        if (arguments.GetValue(Opus) is var opus and not OpusImplementation.Automatic)
            result.AddRange([Opus.Name, opus.ToString().ToLowerInvariant()]);
        return result;
    }

    private static bool Has(Option<bool> option, string[] args) => args.TakeWhile(a => a != "--").Contains(option.Name);
}
