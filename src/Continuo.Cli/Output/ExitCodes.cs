using Continuo.Audio;

namespace Continuo.Cli.Output;

/// <summary>What the process's exit code says.</summary>
internal static class ExitCodes
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int WrongUsage = 2;
    public const int NoSuchSource = 3;

    /// <summary>The table as <c>--help</c> shows it.</summary>
    public static IReadOnlyList<(int Code, string Meaning)> Table { get; } =
    [
        (Done, "done; a recording that was ended with Ctrl-C is done, too"),
        (Failed, "failed while running: file unreadable, disk full, no audio server, library missing…"),
        (WrongUsage, "wrong usage: unknown command, option, address or format"),
        (NoSuchSource, "no such source: the application, device, file or directory does not exist"),
    ];

    public static int Of(AudioErrorCode code) => code switch
    {
        AudioErrorCode.InvalidArgument or AudioErrorCode.Unsupported => WrongUsage,
        AudioErrorCode.NotFound => NoSuchSource,
        _ => Failed,
    };

    public static int Of(Exception error) => error is AudioException e ? Of(e.Code) : Failed;
}
