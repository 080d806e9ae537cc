using System.Runtime.CompilerServices;

namespace Continuo.Cli.Play;

/// <summary>Command that starts this program again, as the engine process.</summary>
internal static class OwnProgram
{
    /// <summary>
    /// This executable if it is native code; <see langword="null"/> if a runtime executes it: the engine's client then finds the assembly
    /// beside itself.
    /// </summary>
    public static IReadOnlyList<string>? Command { get; } =
        !RuntimeFeature.IsDynamicCodeCompiled && Environment.ProcessPath is { } path ? [path] : null;
}
