namespace Continuo.Simulation.WebRtc;

/// <summary>
/// Takes the times of a packet: its arrival in nanoseconds of the system's clock, and the capture time that its header carries.
/// </summary>
internal delegate void ArrivalHandler(long arrival, ulong captureNtp);
