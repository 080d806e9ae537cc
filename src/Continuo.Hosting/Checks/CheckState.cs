namespace Continuo.Hosting.Checks;

/// <summary>Outcome of a check.</summary>
internal enum CheckState
{
    /// <summary>No problem.</summary>
    Ok,

    /// <summary>An optional part is missing or not optimal.</summary>
    Warning,

    /// <summary>Continuo cannot work.</summary>
    Failed,
}
