namespace Continuo.Cli.Tests.Documents.Shell;

/// <summary>A command of a scene: as the documents have it, and how it is run.</summary>
/// <param name="Command">The command as <see cref="DocumentedCommand.Normalise"/> gives it.</param>
internal sealed record Step(string Command)
{
    /// <summary>Words of the command that are replaced so that it takes less time, or opens what the scene has.</summary>
    public (string Old, string New)[] With { get; init; } = [];

    /// <summary>Appended to the command, so that it takes less time.</summary>
    public string Shorter { get; init; } = "";

    /// <summary>A command that does not end by itself: Ctrl-C is sent when this holds. <see langword="null"/>: it ends by itself.</summary>
    public Func<bool>? Until { get; init; }

    /// <summary>
    /// Whether it goes on beside the next steps when <see cref="Until"/> holds, and is sent Ctrl-C at the end of the scene.
    /// </summary>
    public bool Stays { get; init; }

    /// <summary>Whether the scene needs it and no document has it.</summary>
    public bool Undocumented { get; init; }

    /// <summary>A program of others that Ctrl-C ends with a code of its own.</summary>
    public bool AnyExitCode { get; init; }

    /// <summary>What must be so afterwards.</summary>
    public Action? Then { get; init; }
}
