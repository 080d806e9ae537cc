using System.Globalization;
using System.Text.RegularExpressions;
using Continuo.Audio;
using Continuo.Devices.Alsa.Interop;
using Continuo.Devices.Backends;

namespace Continuo.Devices.Alsa;

/// <summary>
/// ALSA's devices. There is no server, so it knows no applications: what concerns them is refused. Thread-safe; calls are serialised.
/// </summary>
internal sealed partial class AlsaServer : IAudioServer
{
    private const string Asked = "ALSA";

    // libasound keeps one parsed configuration for all.
    private static readonly Lock Calls = new();

    private AlsaServer() => Name = LibraryName;

    /// <summary>For example <c>ALSA 1.2.8</c>.</summary>
    public static string LibraryName => $"ALSA {LibAsound.Text(LibAsound.Version())}";

    /// <inheritdoc/>
    public string Name { get; }

    /// <summary>Loads the library and looks for a device.</summary>
    /// <exception cref="AudioException">libasound is not installed (<see cref="AudioErrorCode.LibraryMissing"/>), or there is neither a
    /// sound card nor a configured device that can be opened (<see cref="AudioErrorCode.ServerUnavailable"/>).</exception>
    public static AlsaServer Connect()
    {
        LibAsound.Require(Asked);
        lock (Calls)
        {
            if (AlsaListing.HasAny()) return new AlsaServer();
        }

        throw new AudioException(AudioErrorCode.ServerUnavailable, Asked, "ALSA has neither a sound card nor a configured device",
            "Connect a sound card, or define pcm.!default in /etc/asound.conf");
    }

    /// <inheritdoc/>
    public IReadOnlyList<AudioDevice> ListDevices()
    {
        lock (Calls) return AlsaListing.Devices();
    }

    /// <inheritdoc/>
    public IReadOnlyList<AudioApplication> ListApplications() => [];

    /// <inheritdoc/>
    public IAudioWatcher Watch() => new PollingWatcher(ListDevices);

    /// <inheritdoc/>
    public AudioApplication WaitForApplication(string application, TimeSpan timeout, CancellationToken cancellation = default) =>
        throw NoApplications(application);

    /// <inheritdoc/>
    public int SetVolume(string application, double volume) => throw NoApplications(application);

    /// <inheritdoc/>
    public int SetMuted(string application, bool muted) => throw NoApplications(application);

    /// <inheritdoc/>
    public DeviceVolume GetDeviceVolume(string device)
    {
        lock (Calls)
        {
            using var mixer = AlsaMixer.Open($"device:{device}", ControlOf(device));
            return new DeviceVolume(mixer.Volume, mixer.IsMuted);
        }
    }

    /// <inheritdoc/>
    public void SetDeviceVolume(string device, double volume)
    {
        if (double.IsNaN(volume) || volume is < 0 or > 1)
        {
            throw new AudioException(AudioErrorCode.InvalidArgument, string.Create(CultureInfo.InvariantCulture, $"volume {volume}"),
                "a device's volume is outside 0…1", "1 is the largest that the device has");
        }

        lock (Calls)
        {
            using var mixer = AlsaMixer.Open($"device:{device}", ControlOf(device));
            mixer.SetVolume(volume);
        }
    }

    /// <inheritdoc/>
    public void SetDeviceMuted(string device, bool muted)
    {
        lock (Calls)
        {
            using var mixer = AlsaMixer.Open($"device:{device}", ControlOf(device));
            mixer.SetMuted(muted);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The library stays loaded.
    }

    /// <summary>The mixer of a device: its card's, or the one the configuration names.</summary>
    /// <param name="device">For example <c>hw:0,0</c>, <c>plughw:CARD=PCH,DEV=0</c>, <c>default</c>.</param>
    internal static string ControlOf(string device)
    {
        if (device.Length == 0) return AlsaSource.Default;
        var card = CardOf().Match(device);
        return card.Success ? $"hw:{card.Groups["card"].Value}" : device;
    }

    [GeneratedRegex("^[a-z0-9]+:(CARD=)?(?<card>[A-Za-z0-9_]+)(,|$)")]
    private static partial Regex CardOf();

    private static AudioException NoApplications(string application) =>
        new(AudioErrorCode.Unsupported, $"app:{application}", "ALSA does not know applications",
            "Use a PulseAudio or PipeWire server: --backend pulse");
}
