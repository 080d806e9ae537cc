using Continuo.Audio;
using Continuo.Devices.Backends;
using Continuo.Devices.Pulse;
using Continuo.Devices.Pulse.Applications;
using Continuo.Sinks;
using Continuo.Sources;

namespace Continuo.Devices;

/// <summary>A PulseAudio server, or PipeWire through its PulseAudio server; libpulse is loaded when something is opened.</summary>
/// <param name="server">
/// In PulseAudio's notation, e.g. <c>unix:/run/user/1000/pulse/native</c> or <c>tcp:host</c>; <see langword="null"/>: <c>PULSE_SERVER</c>,
/// or the user's default server.
/// </param>
public sealed class PulseBackend(string? server = null) : IAudioBackend
{
    /// <inheritdoc/>
    public string Name => "pulse";

    /// <inheritdoc/>
    public string Description => "PulseAudio, and PipeWire through its PulseAudio server";

    /// <inheritdoc/>
    public IAudioServer Connect() => AudioServer.Connect(server);

    /// <inheritdoc/>
    public IAudioSource CreateCapture(AudioAddress address, SourceRequest request) => new DeviceSource(address, request, server);

    /// <inheritdoc/>
    public IAudioSource CreateApplicationCapture(AudioAddress address, SourceRequest request) =>
        new ApplicationSource(address, request, server);

    /// <inheritdoc/>
    public IAudioSource CreateSystemCapture(AudioAddress address, SourceRequest request) => new ApplicationSource(address, request, server);

    /// <inheritdoc/>
    public IOutputDevice CreateOutput(AudioAddress address, TimeSpan? latency, SinkRequest request) =>
        new DeviceSink(address, latency, server);
}
