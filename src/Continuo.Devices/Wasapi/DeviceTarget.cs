using System.Runtime.Versioning;
using Continuo.Audio;
using Continuo.Sources;
using NAudio.CoreAudioApi;

namespace Continuo.Devices.Wasapi;

/// <summary>An input, or what an output plays. Without a name it follows the default.</summary>
[SupportedOSPlatform("windows")]
internal sealed class DeviceTarget : ICaptureTarget
{
    // 100 ns units. In front of the capture thread, so that a collection of garbage loses nothing.
    private const long BufferUnits = 5_000_000;

    private readonly MMDeviceEnumerator _enumerator = new();
    private readonly MMDeviceNotificationClient _notifications;
    private readonly AudioAddress _address;
    private readonly SourceRequest _request;
    private readonly bool _isSystem;
    private string? _opened;
    private volatile bool _hasMoved;

    /// <param name="address">Address of the device, or <c>system:</c>.</param>
    /// <param name="request">Requested format.</param>
    /// <param name="isSystem">Whether everything that the default output plays is captured.</param>
    public DeviceTarget(AudioAddress address, SourceRequest request, bool isSystem)
    {
        (_address, _request, _isSystem) = (address, request, isSystem);
        _notifications = _enumerator.CreateNotificationClient(false);
        if (address.Target.Length > 0) return;
        _notifications.DefaultDeviceChanged += (_, e) =>
        {
            var flow = _isSystem ? DataFlow.Render : DataFlow.Capture;
            if (e.Flow == flow && e.Role == Role.Multimedia && e.DeviceId != _opened) _hasMoved = true;
        };
    }

    /// <inheritdoc/>
    public string Description { get; private set; } = "";

    /// <inheritdoc/>
    public bool IsLoopback { get; private set; }

    /// <inheritdoc/>
    public bool HasMoved => _hasMoved;

    /// <inheritdoc/>
    public AudioClient Open(AudioFormat? format, out AudioFormat actual)
    {
        _hasMoved = false;
        var isLoopback = true;
        using var device = _isSystem
            ? WasapiDevices.FindOutput(_enumerator, _address.Text, "")
            : WasapiDevices.FindInput(_enumerator, _address.Text, _address.Target, out isLoopback);
        (IsLoopback, _opened, Description) = (isLoopback, device.ID, device.FriendlyName);
        var client = device.CreateAudioClient();
        try
        {
            var own = client.MixFormat;
            actual = format ?? _request.Complete(WasapiFormats.Of(own) ?? AudioFormat.Default);
            var flags = AudioClientStreamFlags.EventCallback | (IsLoopback ? AudioClientStreamFlags.Loopback : 0);
            if (!WasapiFormats.IsSame(own, actual))
            {
                flags |= AudioClientStreamFlags.AutoConvertPcm | AudioClientStreamFlags.SrcDefaultQuality;
            }

            client.Initialize(AudioClientShareMode.Shared, flags, BufferUnits, 0, WasapiFormats.Of(actual), Guid.Empty);
            return client;
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _notifications.Dispose();
        _enumerator.Dispose();
    }
}
