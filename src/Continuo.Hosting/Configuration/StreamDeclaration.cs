using Continuo.Audio;
using Continuo.Streams;

namespace Continuo.Hosting.Configuration;

/// <summary>
/// A stream that is opened with the host. In a configuration file: the address alone, or a section with <c>Address</c>,
/// <c>SampleRate</c>, <c>Channels</c> and <c>WaitForAppearance</c>.
/// </summary>
public sealed record StreamDeclaration
{
    /// <summary>Address to capture; see <see cref="AudioAddress"/>.</summary>
    public string Address { get; init; } = "";

    /// <summary>Capture options.</summary>
    public StreamOptions Options { get; init; } = new();
}
