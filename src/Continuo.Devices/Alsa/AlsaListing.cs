using System.Globalization;
using Continuo.Audio;
using Continuo.Devices.Alsa.Interop;
using Continuo.Devices.Backends;

namespace Continuo.Devices.Alsa;

/// <summary>Lists devices with what they can do, by opening each for a moment.</summary>
internal static unsafe class AlsaListing
{
    private const string LoopbackDriver = "Loopback"; // the module snd-aloop

    /// <summary>All devices that can be opened, or are in use.</summary>
    public static List<AudioDevice> Devices()
    {
        var devices = new List<AudioDevice>();
        var names = AlsaNames.List();
        if (!names.Exists(n => n.Name == AlsaSource.Default)) names.Insert(0, new(AlsaSource.Default, "Default", true, true));
        var loopback = LoopbackCapture();
        foreach (var name in names)
        {
            if (name.IsPlayback && TryProbe(name, LibAsound.Playback, AudioDeviceKind.Output) is { } output) devices.Add(output);
            var kind = loopback is not null && name.Name == loopback ? AudioDeviceKind.Monitor : AudioDeviceKind.Input;
            if (name.IsCapture && TryProbe(name, LibAsound.Capture, kind) is { } input) devices.Add(input);
        }

        return devices;
    }

    /// <summary>Whether there is a sound card, or the configuration names a device that can be opened.</summary>
    public static bool HasAny()
    {
        var card = -1;
        return (LibAsound.NextCard(ref card) >= 0 && card >= 0)
            || Opens(AlsaSource.Default, LibAsound.Playback)
            || Opens(AlsaSource.Default, LibAsound.Capture)
            || AlsaNames.List().Exists(n =>
                (n.IsPlayback && Opens(n.Name, LibAsound.Playback)) || (n.IsCapture && Opens(n.Name, LibAsound.Capture)));
    }

    /// <summary>The device that captures what is played to a loopback card; <see langword="null"/> if there is none.</summary>
    public static string? LoopbackCapture()
    {
        for (var card = -1; LibAsound.NextCard(ref card) >= 0 && card >= 0;)
        {
            if (DriverOf(card) == LoopbackDriver) return string.Create(CultureInfo.InvariantCulture, $"plughw:{card},1");
        }

        return null;
    }

    private static string? DriverOf(int card)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"hw:{card}");
        if (LibAsound.OpenControl(out var control, name, LibAsound.NonBlocking) < 0) return null;
        _ = LibAsound.NewCardInfo(out var about);
        var driver = LibAsound.CardInfo(control, about) == 0 ? LibAsound.Text(LibAsound.CardDriver(about)) : null;
        LibAsound.FreeCardInfo(about);
        _ = LibAsound.CloseControl(control);
        return driver;
    }

    private static bool Opens(string name, int stream)
    {
        var error = LibAsound.Open(out var pcm, name, stream, LibAsound.NonBlocking);
        if (error == 0) _ = LibAsound.Close(pcm);
        return error is 0 or LibAsound.Busy;
    }

    private static AudioDevice? TryProbe(AlsaNames.AlsaName name, int stream, AudioDeviceKind kind)
    {
        var error = LibAsound.Open(out var pcm, name.Name, stream, LibAsound.NonBlocking);
        var device = new AudioDevice(name.Name, name.Description, kind, null, name.Name == AlsaSource.Default);
        if (error == LibAsound.Busy) return device with { Capabilities = "in use by another program" };
        if (error < 0) return null;
        _ = LibAsound.NewHardware(out var hardware);
        try
        {
            return LibAsound.AnyHardware(pcm, hardware) < 0 ? null : Probe(device, pcm, hardware);
        }
        finally
        {
            LibAsound.FreeHardware(hardware);
            _ = LibAsound.Close(pcm);
        }
    }

    private static AudioDevice Probe(AudioDevice device, nint pcm, nint hardware)
    {
        _ = LibAsound.MinChannels(hardware, out var fewest);
        _ = LibAsound.MaxChannels(hardware, out var most);
        _ = LibAsound.MinRate(hardware, out var slowest, null);
        _ = LibAsound.MaxRate(hardware, out var fastest, null);
        var samples = AlsaSampleFormat.All.Where(f => LibAsound.TestFormat(pcm, hardware, f.Code) == 0).Select(f => f.Name).ToArray();
        var capabilities = string.Create(CultureInfo.InvariantCulture,
            $"{Range(fewest, most)} ch, {Range(slowest, fastest)} Hz, "
            + $"{(samples.Length == 0 ? "no supported sample format" : string.Join(' ', samples))}");
        var rate = (int)Math.Clamp(48_000, slowest, Math.Max(slowest, fastest));
        var channels = (int)Math.Clamp(2, fewest, Math.Max(fewest, most));
        var isUsable = samples.Length > 0 && channels <= AudioFormat.MaxChannels
            && rate is >= AudioFormat.MinSampleRate and <= AudioFormat.MaxSampleRate;
        return device with
        {
            Format = isUsable ? new AudioFormat(rate, AlsaChannels.Standard(channels).Layout) : null,
            Capabilities = capabilities,
        };
    }

    private static string Range(uint low, uint high) =>
        low >= high ? low.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{low}…{high}");
}
