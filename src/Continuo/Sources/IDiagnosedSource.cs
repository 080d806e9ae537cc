namespace Continuo.Sources;

/// <summary>A source that may be connected and still deliver nothing for a reason that it knows: what arrives cannot be used.</summary>
internal interface IDiagnosedSource
{
    /// <summary>What keeps it from delivering, one clause for people; <see langword="null"/> if nothing is known to. Thread-safe.</summary>
    string? Problem { get; }
}
