namespace Continuo.IntegrationTests.Servers;

/// <summary>A tone that a test's player plays.</summary>
/// <param name="Hertz">Its frequency.</param>
/// <param name="Seconds">How long.</param>
/// <param name="Start">When, in seconds after the player's start.</param>
/// <param name="Amplitude">How loud, 0…1.</param>
/// <param name="Prelude">If not 0, the frequency of 100 ms that are played through the same stream before the tone.</param>
public readonly record struct Tone(double Hertz, double Seconds, double Start = 0, double Amplitude = 0.3, double Prelude = 0);
