using Continuo.Audio;

namespace Continuo.Engine.Statistics;

/// <summary>Name, description and failure of a track of an engine's player.</summary>
/// <param name="Name">Address of the track.</param>
/// <param name="Description">One-line description of the audio's origin.</param>
/// <param name="Failure">The error that interrupted the track; <see langword="null"/> if there is none.</param>
internal sealed record TrackText(string Name, string Description, AudioException? Failure);
