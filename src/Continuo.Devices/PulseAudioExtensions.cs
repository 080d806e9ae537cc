using Continuo.Devices.Backends;
using Continuo.Streams;

namespace Continuo.Devices;

/// <summary>Registers a PulseAudio server's applications and devices with an <see cref="AudioSystem"/>.</summary>
public static class PulseAudioExtensions
{
    /// <summary>
    /// Registers <c>app:</c>, <c>system:</c> and <c>device:</c> of a PulseAudio server, or of PipeWire through its PulseAudio server:
    /// <see cref="AudioBackendExtensions.UseBackend"/> with a <see cref="PulseBackend"/>.
    /// </summary>
    /// <param name="system">The registry.</param>
    /// <param name="server">Server address in PulseAudio notation, e.g. <c>unix:/run/user/1000/pulse/native</c> or <c>tcp:host</c>;
    /// <see langword="null"/>: <c>PULSE_SERVER</c>, or the user's default server.</param>
    public static AudioSystem UsePulseAudio(this AudioSystem system, string? server = null) => system.UseBackend(new PulseBackend(server));
}
