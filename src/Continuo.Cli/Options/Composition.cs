using Continuo.Codecs.SoundFiles;
using Continuo.Devices;
using Continuo.Ipc;
using Continuo.Rtp;
using Continuo.Rtp.Reception;
using Continuo.Streams;

namespace Continuo.Cli.Options;

/// <summary>The one place that says which kinds of address the command line knows.</summary>
internal static class Composition
{
    public static AudioSystem CreateAudioSystem(Action<RtpReceiver>? receiving = null) => new AudioSystem()
        .UsePulseAudio()
        .UseSoundFiles()
        .UseIpc()
        .UseRtp(receiving);
}
