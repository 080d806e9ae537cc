using System.Globalization;
using System.Runtime.InteropServices;
using Continuo.Audio;

namespace Continuo.Devices.Wasapi;

/// <summary>Turns WASAPI's error codes (audioclient.h) into failures.</summary>
internal static class WasapiFailure
{
    private const int DeviceInvalidated = unchecked((int)0x88890004);
    private const int WrongEndpoint = unchecked((int)0x88890003);
    private const int DeviceInUse = unchecked((int)0x8889000A);
    private const int UnsupportedFormat = unchecked((int)0x88890008);
    private const int NotFound = unchecked((int)0x80070490);
    private const int AccessDenied = unchecked((int)0x80070005);
    private const int NotImplemented = unchecked((int)0x80004001);
    private const int NoInterface = unchecked((int)0x80004002);

    /// <summary>The failure of opening something.</summary>
    public static AudioException OfOpening(string asked, COMException error) => error.HResult switch
    {
        DeviceInUse => new(AudioErrorCode.InputOutput, asked, "another program uses the device exclusively", "Close that program", error),
        UnsupportedFormat => new(AudioErrorCode.Unsupported, asked, "the device does not support this format",
            "Request another rate or number of channels", error),
        WrongEndpoint => new(AudioErrorCode.Unsupported, asked, "this Windows cannot capture what a device plays (loopback)",
            "Capture an input: continuo devices", error),
        NotFound or DeviceInvalidated => new(AudioErrorCode.NotFound, asked, "there is no such device",
            "List the devices with: continuo devices", error),
        AccessDenied => new(AudioErrorCode.AccessDenied, asked, "Windows does not allow this program to use the device",
            "Allow microphone access in the privacy settings", error),
        NotImplemented or NoInterface =>
            new(AudioErrorCode.Unsupported, asked, "this Windows does not support it", "Update Windows", error),
        _ => new(AudioErrorCode.InputOutput, asked,
            string.Create(CultureInfo.InvariantCulture,
                $"Windows refuses it (0x{error.HResult:X8}: {error.Message.TrimEnd('.', '\r', '\n', ' ')})"),
            "Check that the device works", error),
    };

    /// <summary>The failure of a query.</summary>
    public static AudioException OfQuery(COMException error)
    {
        const string Asked = "Windows audio";
        return error.HResult is NotImplemented or NoInterface
            ? new(AudioErrorCode.Unsupported, Asked, "this Windows does not support it", "Update Windows", error)
            : new(AudioErrorCode.ServerUnavailable, Asked,
                string.Create(CultureInfo.InvariantCulture, $"the Windows audio service does not answer (0x{error.HResult:X8})"),
                "Start the service Windows Audio (audiosrv)", error);
    }

    /// <summary>The failure of a device that was lost while it played.</summary>
    public static AudioException Lost(string asked) =>
        new(AudioErrorCode.ServerUnavailable, asked, "the device or the Windows audio service was lost",
            "Connect the device, and play again");
}
