using Continuo.Audio;

namespace Continuo.Engine.Reports;

/// <summary>What there is to read about a track of an engine's player.</summary>
/// <param name="Name">Its address.</param>
/// <param name="Description">Where the audio comes from, in one line.</param>
/// <param name="Failure">What broke it off; <see langword="null"/> if nothing did.</param>
public sealed record TrackText(string Name, string Description, AudioException? Failure);
