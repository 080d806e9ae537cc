namespace Continuo.Streams;

/// <summary>How far a consumer is behind.</summary>
public enum Pressure
{
    /// <summary>The consumer keeps up.</summary>
    None,

    /// <summary>It is more than <see cref="HealthWatch.WarnChunks"/> chunks behind.</summary>
    Warning,

    /// <summary>It is more than <see cref="HealthWatch.CongestedChunks"/> chunks behind.</summary>
    Congested,
}
