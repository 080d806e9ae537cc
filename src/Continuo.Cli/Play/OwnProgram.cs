using System.Runtime.CompilerServices;

namespace Continuo.Cli.Play;

/// <summary>How this program starts itself again, as the engine's process.</summary>
internal static class OwnProgram
{
    /// <summary>This file if it is native code; <see langword="null"/> if a runtime executes it: the engine's client finds the assembly beside itself.</summary>
    public static IReadOnlyList<string>? Command { get; } =
        !RuntimeFeature.IsDynamicCodeCompiled && Environment.ProcessPath is { } path ? [path] : null;
}
