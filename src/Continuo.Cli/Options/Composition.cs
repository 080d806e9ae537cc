using Continuo.Audio;
using Continuo.Devices;
using Continuo.Devices.Backends;
using Continuo.Hosting;
using Continuo.Mumble.Addresses;
using Continuo.Rtp.Reception;
using Continuo.Streams;
using Continuo.WebRtc;

namespace Continuo.Cli.Options;

/// <summary>Defines which addresses the command line supports.</summary>
internal static class Composition
{
    private static readonly Lazy<AutomaticBackend> Chosen = new(static () =>
    {
        var backends = SystemBackends.Create();
        if (BackendName is not null) backends.Choose(BackendName); // an unknown name is refused before anything is opened
        return new AutomaticBackend(backends, BackendName, static choice => BackendChosen?.Invoke(choice));
    });

    private static readonly Lazy<AudioSystem> Registry = new(static () => CreateAudioSystem());

    /// <summary>
    /// The value of <c>--backend</c>; <see langword="null"/>: the first whose service runs. Set before anything is opened.
    /// </summary>
    public static string? BackendName { get; set; }

    /// <summary>Called when a backend was chosen.</summary>
    public static Action<BackendChoice>? BackendChosen { get; set; }

    /// <summary>The audio backend for applications and devices. It is chosen when something is opened.</summary>
    /// <exception cref="AudioException">There is no such backend.</exception>
    public static AutomaticBackend Backend => Chosen.Value;

    /// <summary>The registered schemes.</summary>
    public static IReadOnlyList<AudioScheme> Schemes => Registry.Value.Schemes;

    /// <summary>Parses an address and checks that its scheme is registered.</summary>
    /// <exception cref="AudioException">It is empty, or its scheme is not registered.</exception>
    public static AudioAddress Parse(string text) => Registry.Value.Parse(text);

    public static AudioSystem CreateAudioSystem(Action<RtpReceiver>? receiving = null) =>
        new AudioSystem().UseAll(Backend, receiving).UseWebRtc().UseMumble();
}
