using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Devices.Backends;
using NAudio.CoreAudioApi;

namespace Continuo.Devices.Wasapi;

/// <summary>The Windows audio service. Thread-safe.</summary>
[SupportedOSPlatform("windows")]
internal sealed class WasapiServer : IAudioServer
{
    /// <summary>Name of the service.</summary>
    public const string ServiceName = "WASAPI";

    private const long PollNanoseconds = 250_000_000;

    /// <inheritdoc/>
    public string Name { get; } = $"{ServiceName} on Windows build {Environment.OSVersion.Version.Build}";

    /// <summary>Connects to the service.</summary>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.ServerUnavailable"/>.</exception>
    public static WasapiServer Connect()
    {
        Call(static e => WasapiDevices.DefaultId(e, DataFlow.Render));
        return new WasapiServer();
    }

    /// <inheritdoc/>
    public IReadOnlyList<AudioDevice> ListDevices() => Call(WasapiDevices.List);

    /// <inheritdoc/>
    public IReadOnlyList<AudioApplication> ListApplications() =>
        Call(static _ => SessionTable.Applications(WasapiSessions.List(), ProcessForest.Snapshot()));

    /// <inheritdoc/>
    public IAudioWatcher Watch() => new PollingWatcher(ListDevices, ListApplications);

    /// <inheritdoc/>
    public AudioApplication WaitForApplication(string application, TimeSpan timeout, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(application);
        var clock = MonotonicClock.System;
        var deadline = clock.DeadlineIn(timeout);
        while (true)
        {
            var processes = ProcessForest.Snapshot();
            var applications = Call(_ => SessionTable.Applications(WasapiSessions.List(), processes));
            if (applications.Find(a => SessionTable.Belongs(a.ProcessId, application, processes)) is { } found) return found;
            var left = deadline - clock.Now;
            if (left <= 0)
            {
                throw new AudioException(AudioErrorCode.TimedOut, $"app:{application}",
                    string.Create(CultureInfo.InvariantCulture, $"it played nothing within {timeout.TotalSeconds:0.#} s"),
                    "Start it, or wait longer");
            }

            cancellation.WaitHandle.WaitOne(TimeSpan.FromMicroseconds(Math.Min(left, PollNanoseconds) / 1000.0));
            cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <inheritdoc/>
    public int SetVolume(string application, double volume)
    {
        CheckVolume(volume);
        return Change(application, v => v.Volume = (float)volume);
    }

    /// <inheritdoc/>
    public int SetMuted(string application, bool muted) => Change(application, v => v.Mute = muted);

    /// <inheritdoc/>
    public DeviceVolume GetDeviceVolume(string device) =>
        OnOutput(device, static o => new DeviceVolume(o.AudioEndpointVolume.MasterVolumeLevelScalar, o.AudioEndpointVolume.Mute));

    /// <inheritdoc/>
    public void SetDeviceVolume(string device, double volume)
    {
        CheckVolume(volume);
        OnOutput(device, o => o.AudioEndpointVolume.MasterVolumeLevelScalar = (float)volume);
    }

    /// <inheritdoc/>
    public void SetDeviceMuted(string device, bool muted) => OnOutput(device, o => o.AudioEndpointVolume.Mute = muted);

    /// <inheritdoc/>
    public void Dispose()
    {
        // Every call has its own objects.
    }

    private static void CheckVolume(double volume)
    {
        if (volume is >= 0 and <= 1) return;
        throw new AudioException(
            AudioErrorCode.InvalidArgument,
            string.Create(CultureInfo.InvariantCulture, $"volume {volume}"),
            "outside 0…1",
            "Windows has no volume above 100 %");
    }

    private static int Change(string application, Action<SimpleAudioVolume> change)
    {
        ArgumentException.ThrowIfNullOrEmpty(application);
        var processes = ProcessForest.Snapshot();
        var changed = Call(_ => WasapiSessions.Change(id => SessionTable.Belongs(id, application, processes), change));
        return changed > 0
            ? changed
            : throw new AudioException(AudioErrorCode.NotFound, $"app:{application}", "it has no open stream",
                "List the applications with: continuo apps");
    }

    private static T OnOutput<T>(string device, Func<MMDevice, T> use) => Call(enumerator =>
    {
        using var output = WasapiDevices.FindOutput(enumerator, $"device:{device}", device);
        return use(output);
    });

    private static T Call<T>(Func<MMDeviceEnumerator, T> call)
    {
        try
        {
            using var enumerator = new MMDeviceEnumerator();
            return call(enumerator);
        }
        catch (COMException e)
        {
            throw WasapiFailure.OfQuery(e);
        }
    }
}
