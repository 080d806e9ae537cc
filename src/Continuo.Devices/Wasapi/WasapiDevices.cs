using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Continuo.Audio;
using Continuo.Devices.Backends;
using NAudio.CoreAudioApi;

namespace Continuo.Devices.Wasapi;

/// <summary>Finds and lists devices. The caller disposes what it is given.</summary>
[SupportedOSPlatform("windows")]
internal static class WasapiDevices
{
    /// <summary>Ends the id of what captures the audio that an output plays.</summary>
    public const string MonitorSuffix = ".monitor";

    /// <summary>All active devices; each output also as a monitor.</summary>
    public static List<AudioDevice> List(MMDeviceEnumerator enumerator)
    {
        var devices = new List<AudioDevice>();
        foreach (var flow in new[] { DataFlow.Render, DataFlow.Capture })
        {
            var standard = DefaultId(enumerator, flow);
            using var all = enumerator.EnumerateAudioEndPoints(flow, DeviceState.Active);
            foreach (var device in all)
            {
                using (device)
                {
                    var format = FormatOf(device);
                    var isDefault = device.ID == standard;
                    if (flow == DataFlow.Capture)
                    {
                        devices.Add(new(device.ID, device.FriendlyName, AudioDeviceKind.Input, format, isDefault));
                        continue;
                    }

                    devices.Add(new(device.ID, device.FriendlyName, AudioDeviceKind.Output, format, isDefault));
                    devices.Add(
                        new(device.ID + MonitorSuffix, $"Monitor of {device.FriendlyName}", AudioDeviceKind.Monitor, format, isDefault));
                }
            }
        }

        return devices;
    }

    /// <summary>Finds an output.</summary>
    /// <param name="enumerator">The devices.</param>
    /// <param name="asked">The address, for messages.</param>
    /// <param name="target">Id or name, ignoring case; empty: the default.</param>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.NotFound"/>.</exception>
    public static MMDevice FindOutput(MMDeviceEnumerator enumerator, string asked, string target) =>
        Find(enumerator, DataFlow.Render, target) ?? throw NotFound(enumerator, asked, target, "output");

    /// <summary>Finds an input or, by the id or name of a monitor, the output that it captures.</summary>
    /// <param name="enumerator">The devices.</param>
    /// <param name="asked">The address, for messages.</param>
    /// <param name="target">Id or name, ignoring case; empty: the default input.</param>
    /// <param name="isLoopback">Whether it is an output.</param>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.NotFound"/>.</exception>
    public static MMDevice FindInput(MMDeviceEnumerator enumerator, string asked, string target, out bool isLoopback)
    {
        const string MonitorOf = "Monitor of ";
        isLoopback = false;
        if (Find(enumerator, DataFlow.Capture, target) is { } input) return input;
        isLoopback = true;
        var output = target.EndsWith(MonitorSuffix, StringComparison.OrdinalIgnoreCase)
            ? target[..^MonitorSuffix.Length]
            : target.StartsWith(MonitorOf, StringComparison.OrdinalIgnoreCase) ? target[MonitorOf.Length..] : null;
        return (output is { Length: > 0 } ? Find(enumerator, DataFlow.Render, output) : null)
            ?? throw NotFound(enumerator, asked, target, "input");
    }

    /// <summary>Id of the default device; <see langword="null"/> if there is none.</summary>
    public static string? DefaultId(MMDeviceEnumerator enumerator, DataFlow flow)
    {
        if (!enumerator.TryGetDefaultAudioEndpoint(flow, Role.Multimedia, out var device)) return null;
        using (device) return device.ID;
    }

    private static AudioFormat? FormatOf(MMDevice device)
    {
        try
        {
            using var client = device.CreateAudioClient();
            return WasapiFormats.Of(client.MixFormat);
        }
        catch (COMException)
        {
            return null; // in exclusive use, or just removed
        }
    }

    private static MMDevice? Find(MMDeviceEnumerator enumerator, DataFlow flow, string target)
    {
        if (target.Length == 0) return enumerator.TryGetDefaultAudioEndpoint(flow, Role.Multimedia, out var standard) ? standard : null;
        MMDevice? found = null;
        using var all = enumerator.EnumerateAudioEndPoints(flow, DeviceState.Active);
        foreach (var device in all)
        {
            var matches = string.Equals(device.ID, target, StringComparison.OrdinalIgnoreCase)
                || string.Equals(device.FriendlyName, target, StringComparison.OrdinalIgnoreCase);
            if (found is null && matches) found = device;
            else device.Dispose();
        }

        return found;
    }

    private static AudioException NotFound(MMDeviceEnumerator enumerator, string asked, string target, string kind)
    {
        var isOutput = kind == "output";
        var all = List(enumerator)
            .Where(d => d.Kind == AudioDeviceKind.Output == isOutput)
            .Select(d => $"{d.Address} ({d.Description})")
            .ToArray();
        return new AudioException(AudioErrorCode.NotFound, asked,
            target.Length > 0 ? $"there is no {kind} '{target}'" : $"there is no default {kind}",
            all.Length == 0 ? "Connect a device" : $"Use one of: {string.Join(", ", all)}");
    }
}
