namespace Continuo.Cli.Reports.Playing;

/// <summary>Result for one track.</summary>
/// <param name="Source">Its address.</param>
/// <param name="Dropouts">Number of times its audio was late or was cut off.</param>
/// <param name="LateFrames">Number of frames that were concealed or silent for that reason.</param>
/// <param name="Error">The error that ended it.</param>
internal sealed record PlayTrackReport(string Source, long Dropouts, long LateFrames, FailureReport? Error);
