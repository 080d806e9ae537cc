using Continuo.Audio;
using Continuo.Devices.Pulse;
using Continuo.Devices.Pulse.Applications;
using Continuo.Streams;

namespace Continuo.Devices;

/// <summary>Adds the audio server's applications and devices to an <see cref="AudioSystem"/>.</summary>
public static class PulseAudioExtensions
{
    /// <summary>
    /// Opens <c>app:</c>, <c>system:</c> and <c>device:</c> on a PulseAudio server, or on PipeWire through its PulseAudio server.
    /// <c>device:</c> is a sink, too; its option <c>latency</c> says how many milliseconds the server holds, neither more nor less; without, it begins with 20, and whoever
    /// writes may change it.
    /// Nothing is loaded or connected before a source or sink is opened.
    /// </summary>
    /// <param name="system">What learns these addresses.</param>
    /// <param name="server">The server in PulseAudio's notation, e.g. <c>unix:/run/user/1000/pulse/native</c> or <c>tcp:host</c>; <see langword="null"/>: <c>PULSE_SERVER</c>, or the user's own.</param>
    public static AudioSystem UsePulseAudio(this AudioSystem system, string? server = null)
    {
        ArgumentNullException.ThrowIfNull(system);
        return system
            .AddSource("app", (address, request) =>
            {
                address.AllowOptions("exclude");
                if (address.Target.Length > 0) return new ApplicationSource(address, request, server);
                throw new AudioException(AudioErrorCode.InvalidArgument, address.Text, "no application is named", "Name it, or give its process id: app:firefox, app:1234; see continuo apps");
            })
            .AddSource("system", (address, request) =>
            {
                address.AllowOptions("exclude");
                if (address.Target.Length > 0) throw new AudioException(AudioErrorCode.InvalidArgument, address.Text, $"'system:' takes no name, but '{address.Target}' is given", "Use system: for all that is played, app:NAME for one application");
                return new ApplicationSource(address, request, server);
            })
            .AddSource("device", (address, request) =>
            {
                address.AllowOptions();
                return new DeviceSource(address, request, server);
            })
            .AddSink("device", (address, _) =>
            {
                address.AllowOptions("latency");
                TimeSpan? latency = address.Option("latency") is null ? null : TimeSpan.FromMilliseconds(address.Number("latency", 0, 1, 10_000));
                return new DeviceSink(address, latency, server);
            });
    }
}
