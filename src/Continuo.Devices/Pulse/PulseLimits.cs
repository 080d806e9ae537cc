using Continuo.Audio;
using Continuo.Devices.Pulse.Interop;

namespace Continuo.Devices.Pulse;

/// <summary>What the server's interface allows, and figures that all sources share.</summary>
internal static class PulseLimits
{
    /// <summary>A turn of the loop that took longer than this had to wait for the server: there was no backlog.</summary>
    public const long WaitedNanoseconds = 500_000;

    private const int MaxSampleRate = 384_000;

    /// <summary>Refuses formats that no server takes.</summary>
    public static void Check(string asked, AudioFormat format)
    {
        if (format.Channels <= LibPulse.MaxChannels && format.SampleRate <= MaxSampleRate) return;
        throw new AudioException(AudioErrorCode.Unsupported, asked, $"audio servers take at most {LibPulse.MaxChannels} channels and {MaxSampleRate} Hz, not {format}", "Ask for fewer channels or a lower rate");
    }
}
