namespace Continuo.Client.Contract.Recordings;

/// <summary>Overview of a sound file for drawing.</summary>
/// <param name="Points">Lowest and highest sample of each part, −1…1, over all channels.</param>
/// <param name="DurationSeconds">Length of the file.</param>
public sealed record Waveform(IReadOnlyList<IReadOnlyList<float>> Points, double DurationSeconds);
