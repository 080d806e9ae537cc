using System.CommandLine;
using Continuo.Audio;
using Continuo.Cli.Output;

namespace Continuo.Cli.Options;

/// <c>--force</c>, and the behaviour without it for existing files: on a terminal the user must allow the replacement; a script, which may
/// run repeatedly, replaces the file and prints a message. Empty files, pipes and devices are always written.
internal sealed class OverwriteOption
{
    private readonly Option<bool> _force = new("--force", "-f") { Description = "Replace existing files" };

    public void AddTo(Command command) => command.Add(_force);

    /// <summary>Whether the option was given.</summary>
    public bool IsGiven(ParseResult arguments) => arguments.GetValue(_force);

    /// <summary>Refuses sinks that are existing files, or prints that they are replaced.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="context">Receives the message.</param>
    /// <param name="sinks">Addresses of sinks.</param>
    /// <param name="always">Whether scripts need <c>--force</c> as well: where a missing argument would overwrite an input file.</param>
    /// <exception cref="AudioException">A file exists and must not be replaced.</exception>
    public void Check(ParseResult arguments, CommandContext context, IEnumerable<string> sinks, bool always = false)
    {
        if (IsGiven(arguments)) return;
        foreach (var path in sinks.Select(Composition.Parse).Where(a => a.Scheme == "file").Select(a => a.Target).Where(HoldsSomething))
        {
            if (!always && !CommandOutput.IsStatusOnTerminal) context.Output.Status($"{path} exists and will be replaced");
            else throw new AudioException(AudioErrorCode.InvalidArgument, path, "the file exists", "Choose another name, or add --force");
        }
    }

    private static bool HoldsSomething(string path)
    {
        try
        {
            var file = new FileInfo(path);
            var target = file.LinkTarget is null ? file : file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo;
            return target is { Exists: true, Length: > 0 };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // the sink reports the error
        }
    }
}
