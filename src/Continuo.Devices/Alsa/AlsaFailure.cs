using Continuo.Audio;
using Continuo.Devices.Alsa.Interop;

namespace Continuo.Devices.Alsa;

/// <summary>Turns ALSA's error numbers into failures.</summary>
internal static class AlsaFailure
{
    /// <summary>The failure of opening a device.</summary>
    /// <param name="asked">What was requested.</param>
    /// <param name="device">The device's name.</param>
    /// <param name="error">Negative error number.</param>
    /// <param name="isCapture">Whether it was to be captured.</param>
    public static AudioException OfOpening(string asked, string device, int error, bool isCapture)
    {
        var kind = isCapture ? "input" : "output";
        return error switch
        {
            LibAsound.Busy => new(AudioErrorCode.InputOutput, asked, $"'{device}' is in use by another program",
                "Close that program, or use a device that several programs share: device:default"),
            LibAsound.NoAccess => new(AudioErrorCode.AccessDenied, asked, $"this user may not open '{device}'",
                "Add the user to the group audio: usermod -aG audio USER"),
            LibAsound.NoEntry or LibAsound.NoDevice or LibAsound.NoDeviceOrAddress or LibAsound.Invalid =>
                new(AudioErrorCode.NotFound, asked, $"ALSA has no {kind} '{device}' ({LibAsound.ErrorText(error)})", Known(isCapture)),
            LibAsound.ConnectionRefused => new(AudioErrorCode.ServerUnavailable, asked,
                $"'{device}' plays through an audio server that does not answer",
                "Start the server, or use a device of a sound card: continuo devices"),
            _ => new(AudioErrorCode.InputOutput, asked, $"'{device}' cannot be opened: {LibAsound.ErrorText(error)}",
                "Check the device and the ALSA configuration (/etc/asound.conf, ~/.asoundrc)"),
        };
    }

    private static string Known(bool isCapture)
    {
        var names = AlsaNames.List().Where(n => isCapture ? n.IsCapture : n.IsPlayback).Select(n => $"device:{n.Name}").Take(8).ToArray();
        return names.Length == 0
            ? "Connect a sound card, or define a device in /etc/asound.conf"
            : $"Use one of: {string.Join(", ", names)}";
    }
}
