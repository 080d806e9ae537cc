namespace Continuo.Client.Contract.Server;

/// <summary>Outcome of a check.</summary>
public enum FindingState
{
    /// <summary>Nothing to do.</summary>
    Ok,

    /// <summary>Something is missing or limited.</summary>
    Warning,

    /// <summary>Something does not work.</summary>
    Failed,
}
