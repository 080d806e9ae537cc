using Continuo.Audio;
using Continuo.Devices.Backends;
using Continuo.Streams;

namespace Continuo.Devices;

/// <summary>Registers applications and devices with an <see cref="AudioSystem"/>.</summary>
public static class DeviceExtensions
{
    private const string Exclude = "exclude=NAME omits an application";

    /// <summary>
    /// Registers <c>app:</c>, <c>system:</c> and <c>device:</c> of a PulseAudio server, or of PipeWire through its PulseAudio server:
    /// <see cref="UseBackend"/> with a <see cref="PulseBackend"/>.
    /// </summary>
    /// <param name="system">The registry.</param>
    /// <param name="server">Server address in PulseAudio notation, e.g. <c>unix:/run/user/1000/pulse/native</c> or <c>tcp:host</c>;
    /// <see langword="null"/>: <c>PULSE_SERVER</c>, or the user's default server.</param>
    public static AudioSystem UsePulseAudio(this AudioSystem system, string? server = null) => system.UseBackend(new PulseBackend(server));

    /// <summary>
    /// Registers <c>app:</c>, <c>system:</c> and <c>device:</c> for a backend; replaces another backend. <c>device:</c> is also a sink;
    /// its option <c>latency</c> fixes the device buffer in milliseconds. Nothing is loaded or connected before a source or sink is
    /// opened.
    /// </summary>
    /// <param name="system">The registry.</param>
    /// <param name="backend">The backend.</param>
    public static AudioSystem UseBackend(this AudioSystem system, IAudioBackend backend)
    {
        ArgumentNullException.ThrowIfNull(system);
        ArgumentNullException.ThrowIfNull(backend);
        return system
            .AddSource(
                "app",
                (address, request) =>
                {
                    address.AllowOptions("exclude");
                    if (address.Target.Length > 0) return backend.CreateApplicationCapture(address, request);
                    throw new AudioException(AudioErrorCode.InvalidArgument, address.Text, "the application is missing",
                        "Add its name or process id: app:firefox, app:1234; see continuo apps");
                },
                new("app:firefox, app:1234", "an application and its child processes, by name or process id", Exclude))
            .AddSource(
                "system",
                (address, request) =>
                {
                    address.AllowOptions("exclude");
                    if (address.Target.Length > 0)
                    {
                        throw new AudioException(AudioErrorCode.InvalidArgument, address.Text,
                            $"'system:' takes no target, but '{address.Target}' follows",
                            "Use system: for all that is played, app:NAME for one application");
                    }

                    return backend.CreateSystemCapture(address, request);
                },
                new("system:", "everything that the machine plays", Exclude))
            .AddSource(
                "device",
                (address, request) =>
                {
                    address.AllowOptions();
                    return backend.CreateCapture(address, request);
                },
                new("device:, device:NAME", "an audio input or a monitor"))
            .AddSink(
                "device",
                (address, request) =>
                {
                    address.AllowOptions("latency");
                    TimeSpan? latency = address.Option("latency") is null
                        ? null
                        : TimeSpan.FromMilliseconds(address.Number("latency", 0, 1, 10_000));
                    return backend.CreateOutput(address, latency, request);
                },
                new("device:, device:NAME", "an audio output", "latency=MS"));
    }
}
