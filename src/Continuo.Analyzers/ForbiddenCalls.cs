using Microsoft.CodeAnalysis;

namespace Continuo.Analyzers;

/// <summary>Calls with a specific rule, so that the message can name the problem: locks, waits, input and output.</summary>
internal static class ForbiddenCalls
{
    private static readonly HashSet<string> Locks = new(StringComparer.Ordinal)
    {
        "Monitor", "Lock", "Mutex", "Semaphore", "SemaphoreSlim", "ReaderWriterLock", "ReaderWriterLockSlim", "SpinLock", "Barrier",
    };

    /// <summary>The specific rule that a call violates; <see langword="null"/> if there is none.</summary>
    public static DiagnosticDescriptor? RuleFor(IMethodSymbol method)
    {
        if (method.ContainingType is not { } type) return null;
        while (type.ContainingType is { } outer) type = outer;
        var home = type.ContainingNamespace?.ToDisplayString() ?? "";
        if (home == "System.Threading" && Locks.Contains(type.Name)) return Rules.Lock;
        if (home == "System.Threading" && type.Name is not ("Volatile" or "Interlocked" or "CancellationToken")) return Rules.Wait;
        if (home is "System.Threading.Tasks" or "System.Threading.Channels" or "System.Collections.Concurrent") return Rules.Wait;
        if (home == "System.Runtime.CompilerServices" && type.Name.EndsWith("Awaiter", StringComparison.Ordinal)) return Rules.Wait;
        return IsInputOutput(home, type, method) ? Rules.InputOutput : null;
    }

    private static bool IsInputOutput(string home, INamedTypeSymbol type, IMethodSymbol method) =>
        Within(home, "System.IO") || Within(home, "System.Net") || Within(home, "Microsoft.Extensions.Logging")
        || Within(home, "System.Diagnostics.Metrics") || Within(home, "System.Diagnostics.Tracing")
        || (home == "System" && type.Name == "Console")
        || (home == "System.Diagnostics" && (type.Name is "Trace" or "Process" or "EventLog" or "Activity" or "ActivitySource"
            || (type.Name == "Debug" && method.Name != "Assert")));

    private static bool Within(string name, string parent) =>
        name == parent || name.StartsWith(parent + ".", StringComparison.Ordinal);
}
