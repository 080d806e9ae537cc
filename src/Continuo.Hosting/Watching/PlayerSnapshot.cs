using Continuo.Playing;

namespace Continuo.Hosting.Watching;

/// <summary>A player of an <see cref="AudioHost"/> at one moment.</summary>
/// <param name="Name">Its name in the host.</param>
/// <param name="To">Address of the output.</param>
/// <param name="State">Its state, as last reported by an event.</param>
/// <param name="Position">The position heard now.</param>
/// <param name="Tracks">The names of its tracks.</param>
/// <param name="Outages">Number of times its output was lost and had to be opened again.</param>
/// <param name="Failure">The error that ended its output; <see langword="null"/> if there is none.</param>
public sealed record PlayerSnapshot(
    string Name,
    string To,
    PlayerState State,
    TimeSpan Position,
    IReadOnlyList<string> Tracks,
    long Outages,
    string? Failure);
