using Continuo.Sinks;
using Continuo.Sources;

namespace Continuo.Rtp.Latency;

/// <summary>The real outputs between which a <see cref="DeviceLoopbackRun"/> measures. Each function makes a sink or source that is not opened yet.</summary>
/// <param name="From">The output into which the marker is played.</param>
/// <param name="FromMonitor">What that output plays: captured, and sent.</param>
/// <param name="To">The output that plays what was received.</param>
/// <param name="ToMonitor">What that output plays.</param>
internal sealed record DeviceLoopback(Func<IOutputDevice> From, Func<IAudioSource> FromMonitor, Func<IOutputDevice> To, Func<IAudioSource> ToMonitor);
