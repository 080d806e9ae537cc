using Continuo.Sinks;
using Continuo.Sources;

namespace Continuo.Rtp.Latency;

/// <summary>
/// The outputs between which a <see cref="DeviceLoopbackRun"/> measures. Each function creates a sink or source that is not open yet.
/// </summary>
/// <param name="From">Output that the marker is played to.</param>
/// <param name="FromMonitor">Monitor of that output; captured and sent.</param>
/// <param name="To">Output that plays the received audio.</param>
/// <param name="ToMonitor">Monitor of that output.</param>
internal sealed record DeviceLoopback(
    Func<IOutputDevice> From,
    Func<IAudioSource> FromMonitor,
    Func<IOutputDevice> To,
    Func<IAudioSource> ToMonitor);
