using Continuo.Codecs.SoundFiles;
using Continuo.Devices;
using Continuo.Ipc;
using Continuo.Rtp;
using Continuo.Streams;

namespace Continuo.Hosting;

/// <summary>Registers everything that Continuo's assemblies can open.</summary>
public static class AudioSystemExtensions
{
    /// <summary>
    /// Registers applications and devices, sound files with resampling, RTP, and audio between processes. Native libraries are loaded when an address first needs them, so that
    /// a missing one matters only to its own addresses.
    /// </summary>
    public static AudioSystem UseAll(this AudioSystem system)
    {
        ArgumentNullException.ThrowIfNull(system);
        return system.UsePulseAudio().UseSoundFiles().UseIpc().UseRtp();
    }
}
