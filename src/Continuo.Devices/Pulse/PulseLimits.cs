using Continuo.Audio;
using Continuo.Devices.Pulse.Interop;

namespace Continuo.Devices.Pulse;

/// <summary>Limits of the server's interface, and constants shared by all sources.</summary>
internal static class PulseLimits
{
    /// <summary>An iteration of the loop that took longer than this had to wait for the server: there was no backlog.</summary>
    public const long WaitedNanoseconds = 500_000;

    private const int MaxSampleRate = 384_000;

    /// <summary>Refuses formats that no server supports.</summary>
    public static void Check(string asked, AudioFormat format)
    {
        if (format.Channels <= LibPulse.MaxChannels && format.SampleRate <= MaxSampleRate) return;
        throw new AudioException(AudioErrorCode.Unsupported, asked,
            $"audio servers support at most {LibPulse.MaxChannels} channels and {MaxSampleRate} Hz, not {format}",
            "Request fewer channels or a lower rate");
    }
}
