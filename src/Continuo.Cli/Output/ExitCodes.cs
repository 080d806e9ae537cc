using Continuo.Audio;

namespace Continuo.Cli.Output;

/// <summary>Exit codes of the process.</summary>
internal static class ExitCodes
{
    public const int Done = 0;
    public const int Failed = 1;
    public const int WrongUsage = 2;
    public const int NoSuchSource = 3;

    /// <summary>The table that <c>--help</c> shows.</summary>
    public static IReadOnlyList<(int Code, string Meaning)> Table { get; } =
    [
        (Done, "success; also after Ctrl-C"),
        (Failed, "failed while running: unreadable file, full disk, no audio server, missing library"),
        (WrongUsage, "wrong usage: unknown command, option, address or format"),
        (NoSuchSource, "no such source: application, device, file or directory not found"),
    ];

    public static int Of(AudioErrorCode code) => code switch
    {
        AudioErrorCode.InvalidArgument or AudioErrorCode.Unsupported => WrongUsage,
        AudioErrorCode.NotFound => NoSuchSource,
        _ => Failed,
    };

    public static int Of(Exception error) => error is AudioException e ? Of(e.Code) : Failed;
}
