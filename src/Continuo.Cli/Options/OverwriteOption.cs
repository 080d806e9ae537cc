using System.CommandLine;
using Continuo.Audio;
using Continuo.Cli.Output;

namespace Continuo.Cli.Options;

/// <summary>
/// <c>--force</c>, and what happens without it to a file that exists: a person at a terminal has to say that it may be replaced; a script, which
/// repeats itself, replaces it and is told so. What holds nothing, pipes and devices are never in danger.
/// </summary>
internal sealed class OverwriteOption
{
    private readonly Option<bool> _force = new("--force", "-f") { Description = "Replace existing files" };

    public void AddTo(Command command) => command.Add(_force);

    /// <summary>Whether it was given.</summary>
    public bool IsGiven(ParseResult arguments) => arguments.GetValue(_force);

    /// <summary>Refuses sinks that are files and exist, or tells that they are replaced.</summary>
    /// <param name="arguments">The command line.</param>
    /// <param name="context">Where it is told.</param>
    /// <param name="sinks">Addresses of sinks.</param>
    /// <param name="always">Whether scripts need <c>--force</c>, too: where a forgotten name would cost a file that was to be read.</param>
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
            return false; // the sink will say what is wrong with it
        }
    }
}
