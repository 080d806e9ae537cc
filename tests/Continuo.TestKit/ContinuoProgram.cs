namespace Continuo.TestKit;

/// <summary>
/// How tests and scenarios start <c>continuo</c> as a process: the build, or the executable that the environment variable
/// CONTINUO_BINARY names, such as the native one that ./publish makes.
/// </summary>
public static class ContinuoProgram
{
    /// <summary>The executable to test in place of the build; <see langword="null"/>: the build.</summary>
    public static string? Binary { get; } =
        Environment.GetEnvironmentVariable("CONTINUO_BINARY") is { Length: > 0 } path
            ? Path.GetFullPath(path)
            : null;

    /// <summary>The program with its first arguments.</summary>
    /// <remarks>
    /// Where the command line's own build lies, not the copy beside the tests: what a test project gets from a shared framework (ASP.NET)
    /// is not copied beside it, and the program does not ask for that framework.
    /// </remarks>
    public static string[] Command { get; } = CommandFor(
        Path.GetFullPath(
            Path.Combine(AppContext.BaseDirectory, "..", "..", "Continuo.Cli",
                Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), "Continuo.Cli.dll")));

    /// <summary>The same as words for a shell.</summary>
    public static string ShellWords => string.Join(' ', Command.Select(w => $"'{w}'"));

    /// <summary>The program with its first arguments, where the build lies elsewhere than beside the tests.</summary>
    public static string[] CommandFor(string library) => Binary is { } binary ? [binary] : ["dotnet", "exec", library];
}
