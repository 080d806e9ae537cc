namespace Continuo.Simulation.WebRtc;

/// <summary>Takes an encoded packet.</summary>
internal delegate void PayloadHandler(ReadOnlySpan<byte> payload);
