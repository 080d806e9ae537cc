using Continuo.Audio;
using Continuo.Devices.Alsa;
using Continuo.Devices.Alsa.Interop;
using Continuo.Devices.Backends;
using Continuo.Sinks;
using Continuo.Sources;

namespace Continuo.Devices;

/// <summary>
/// ALSA without a sound server, as on an embedded device. <c>device:NAME</c> takes any name of ALSA's configuration: <c>hw:0,0</c>,
/// <c>plughw:CARD=PCH,DEV=0</c>, <c>default</c>, or one of <c>~/.asoundrc</c>. libasound is loaded when something is opened.
/// </summary>
public sealed class AlsaBackend : IAudioBackend
{
    /// <inheritdoc/>
    public string Name => "alsa";

    /// <inheritdoc/>
    public string Description => "ALSA, without a sound server";

    /// <inheritdoc/>
    public IAudioServer Connect() => AlsaServer.Connect();

    /// <inheritdoc/>
    public IAudioSource CreateCapture(AudioAddress address, SourceRequest request)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(request);
        return new AlsaSource(address, request);
    }

    /// <inheritdoc/>
    /// <exception cref="AudioException">Always: ALSA mixes applications without telling them apart.</exception>
    public IAudioSource CreateApplicationCapture(AudioAddress address, SourceRequest request)
    {
        ArgumentNullException.ThrowIfNull(address);
        throw new AudioException(AudioErrorCode.Unsupported, address.Text, "ALSA cannot capture a single application",
            "Use a PulseAudio or PipeWire server: --backend pulse");
    }

    /// <inheritdoc/>
    /// <remarks>Captures the other end of a loopback card (module <c>snd-aloop</c>), to which everything must be played.</remarks>
    public IAudioSource CreateSystemCapture(AudioAddress address, SourceRequest request)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(request);
        if (address.Option("exclude") is not null)
        {
            throw new AudioException(AudioErrorCode.Unsupported, address.Text, "ALSA cannot omit an application",
                "Use a PulseAudio or PipeWire server: --backend pulse");
        }

        LibAsound.Require(address.Text);
        return AlsaListing.LoopbackCapture() is { } loopback
            ? new AlsaSource(address, request, loopback)
            : throw new AudioException(AudioErrorCode.Unsupported, address.Text,
                "ALSA captures what is played only through a loopback card, and there is none",
                "Load one and play to it (modprobe snd-aloop), or use a PulseAudio or PipeWire server");
    }

    /// <inheritdoc/>
    public IOutputDevice CreateOutput(AudioAddress address, TimeSpan? latency, SinkRequest request)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(request);
        return new AlsaSink(address, latency, request.Clock);
    }
}
