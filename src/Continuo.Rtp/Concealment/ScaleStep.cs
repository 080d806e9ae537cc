namespace Continuo.Rtp.Concealment;

/// <summary>A change of delay by time-scaling.</summary>
/// <param name="Frames">By how much at most: shorter if negative.</param>
/// <param name="LeastLikeness">How like itself the audio must be there, −1…1.</param>
internal readonly record struct ScaleStep(int Frames, float LeastLikeness);
