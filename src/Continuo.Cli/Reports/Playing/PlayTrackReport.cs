namespace Continuo.Cli.Reports.Playing;

/// <summary>What became of a track.</summary>
/// <param name="Source">Its address.</param>
/// <param name="Dropouts">How often its audio was not there in time, or broke off.</param>
/// <param name="LateFrames">How many frames were concealed or left silent then.</param>
/// <param name="Error">What broke it off.</param>
internal sealed record PlayTrackReport(string Source, long Dropouts, long LateFrames, FailureReport? Error);
