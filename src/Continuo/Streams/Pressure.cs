namespace Continuo.Streams;

/// <summary>How hard a consumer is pressed.</summary>
public enum Pressure
{
    /// <summary>It keeps up.</summary>
    None,

    /// <summary>It is more than <see cref="HealthWatch.WarnChunks"/> chunks behind.</summary>
    Warning,

    /// <summary>It is more than <see cref="HealthWatch.CongestedChunks"/> chunks behind.</summary>
    Congested,
}
