namespace Continuo.Cli.Reports;

/// <summary>What became of a track.</summary>
/// <param name="Name">Its address.</param>
/// <param name="Dropouts">How often its audio was not there in time, or broke off.</param>
/// <param name="LateFrames">How many frames were made up or left silent then.</param>
/// <param name="Failure">What broke it off.</param>
internal sealed record PlayTrackReport(string Name, long Dropouts, long LateFrames, FailureReport? Failure);
