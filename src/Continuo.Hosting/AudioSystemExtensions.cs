using Continuo.Codecs.SoundFiles;
using Continuo.Devices;
using Continuo.Devices.Backends;
using Continuo.Ipc;
using Continuo.Rtp;
using Continuo.Rtp.Reception;
using Continuo.Streams;

namespace Continuo.Hosting;

/// <summary>Registers everything that Continuo's assemblies can open.</summary>
public static class AudioSystemExtensions
{
    /// <summary>
    /// Registers applications and devices, sound files with resampling, RTP, and audio between processes. Native libraries are loaded when
    /// an address first needs them, so a missing library affects only its own addresses.
    /// </summary>
    /// <param name="system">The registry.</param>
    /// <param name="backend">The audio service of applications and devices; <see langword="null"/>: the first that runs when
    /// something is opened, PulseAudio or PipeWire before ALSA.</param>
    /// <param name="receiving">Called with each RTP receiver that is created, for example to show its statistics.</param>
    /// <returns>The registry.</returns>
    public static AudioSystem UseAll(this AudioSystem system, IAudioBackend? backend = null, Action<RtpReceiver>? receiving = null)
    {
        ArgumentNullException.ThrowIfNull(system);
        return system.UseBackend(backend ?? new AutomaticBackend(SystemBackends.Create())).UseSoundFiles().UseIpc().UseRtp(receiving);
    }
}
