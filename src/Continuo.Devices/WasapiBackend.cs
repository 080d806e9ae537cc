using System.Runtime.Versioning;
using Continuo.Audio;
using Continuo.Devices.Backends;
using Continuo.Devices.Wasapi;
using Continuo.Sinks;
using Continuo.Sources;

namespace Continuo.Devices;

/// <summary>
/// The Windows audio service (WASAPI) in shared mode. One application is captured from Windows 10 2004 (build 19041) on; below it,
/// <c>app:</c> is refused.
/// </summary>
[SupportedOSPlatform("windows")]
public sealed class WasapiBackend : IAudioBackend
{
    /// <inheritdoc/>
    public string Name => "wasapi";

    /// <inheritdoc/>
    public string Description => "the Windows audio service";

    /// <inheritdoc/>
    public IAudioServer Connect() => WasapiServer.Connect();

    /// <inheritdoc/>
    public IAudioSource CreateCapture(AudioAddress address, SourceRequest request) =>
        Create(address, request, static (a, r) => new DeviceTarget(a, r, isSystem: false));

    /// <inheritdoc/>
    public IAudioSource CreateApplicationCapture(AudioAddress address, SourceRequest request)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.Option("exclude") is not null)
        {
            throw new AudioException(AudioErrorCode.Unsupported, address.Text, "Windows cannot omit an application from another one",
                "Use system:?exclude=NAME, or app:NAME alone");
        }

        WindowsVersion.RequireProcessLoopback(address.Text, Environment.OSVersion.Version.Build);
        return Create(address, request, static (a, r) => new ProcessTarget(a, r, a.Target, excludes: false));
    }

    /// <inheritdoc/>
    public IAudioSource CreateSystemCapture(AudioAddress address, SourceRequest request)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.Option("exclude") is not { } excluded)
            return Create(address, request, static (a, r) => new DeviceTarget(a, r, isSystem: true));
        WindowsVersion.RequireProcessLoopback(address.Text, Environment.OSVersion.Version.Build);
        return Create(address, request, (a, r) => new ProcessTarget(a, r, excluded, excludes: true));
    }

    /// <inheritdoc/>
    public IOutputDevice CreateOutput(AudioAddress address, TimeSpan? latency, SinkRequest request)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(request);
        return new WasapiSink(address, latency, request.Clock);
    }

    private static WasapiSource Create(
        AudioAddress address, SourceRequest request, Func<AudioAddress, SourceRequest, ICaptureTarget> target)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentNullException.ThrowIfNull(request);
        return new WasapiSource(address, request, () => target(address, request));
    }
}
