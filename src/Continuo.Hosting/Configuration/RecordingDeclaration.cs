namespace Continuo.Hosting.Configuration;

/// <summary>
/// A recording that begins with the host. In a configuration file: a section with <c>Stream</c>, <c>To</c> and <c>Duration</c>.
/// </summary>
public sealed record RecordingDeclaration
{
    /// <summary>The name of a declared stream.</summary>
    public string Stream { get; init; } = "";

    /// <summary>Address of the destination: a file, a pipe, the network.</summary>
    public string To { get; init; } = "";

    /// <summary>Maximum duration; <see langword="null"/>: until the stream ends.</summary>
    public TimeSpan? Duration { get; init; }
}
