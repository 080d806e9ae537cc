namespace Continuo.Rtp.Concealment;

/// <summary>A change of delay by time-scaling.</summary>
/// <param name="Frames">Maximum change in frames; negative to shorten.</param>
/// <param name="MinSimilarity">Required similarity of the audio, −1…1.</param>
internal readonly record struct ScaleStep(int Frames, float MinSimilarity);
