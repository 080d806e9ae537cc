namespace Continuo.Hosting.Configuration;

/// <summary>
/// Streams and recordings of a host, by name. Bound from the configuration section <see cref="Section"/>, then extended by code.
/// Validated when the program starts; all errors are reported together.
/// <code>
/// "Continuo": {
///   "Streams": { "microphone": "device:", "browser": { "Address": "app:firefox", "WaitForAppearance": "00:01:00" } },
///   "Recordings": { "take": { "Stream": "browser", "To": "take.flac", "Duration": "01:00:00" } }
/// }
/// </code>
/// </summary>
public sealed class ContinuoOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string Section = "Continuo";

    /// <summary>The streams to open, by name.</summary>
    public IDictionary<string, StreamDeclaration> Streams { get; } = new Dictionary<string, StreamDeclaration>(StringComparer.Ordinal);

    /// <summary>The recordings to start, by name.</summary>
    public IDictionary<string, RecordingDeclaration> Recordings { get; } =
        new Dictionary<string, RecordingDeclaration>(StringComparer.Ordinal);

    /// <summary>Syntax errors of the configuration, each with its path; the validation reports them together with its own.</summary>
    internal List<string> Mistakes { get; } = [];
}
