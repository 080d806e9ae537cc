namespace Continuo.Sources;

/// <summary>A source that can be connected and still deliver nothing for a known reason: the data it receives cannot be used.</summary>
internal interface IDiagnosedSource
{
    /// <summary>The reason, as one clause for users; <see langword="null"/> if none is known. Thread-safe.</summary>
    string? Problem { get; }
}
