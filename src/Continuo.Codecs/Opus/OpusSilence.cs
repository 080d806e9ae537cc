using Continuo.Audio;

namespace Continuo.Codecs.Opus;

/// <summary>
/// Opus packets of digital silence, written without an encoder: full-band CELT frames whose silence flag is set (RFC 6716, 3.1, 3.2 and
/// 4.3). Any decoder takes them in the midst of any stream of packets.
/// </summary>
internal static class OpusSilence
{
    private const int FullBandTenMs = 30; // configuration numbers (RFC 6716, table 2)
    private const int FullBandTwentyMs = 31;

    // The first symbol of a CELT frame is the silence flag, coded with a probability of 1/32768: these two bytes say that it is set.
    private static ReadOnlySpan<byte> Frame => [0xFF, 0xFE];

    /// <summary>Creates a packet.</summary>
    /// <param name="milliseconds">10, 20, 40 or 60.</param>
    /// <param name="channels">1 or 2.</param>
    /// <exception cref="AudioException"><see cref="AudioErrorCode.InvalidArgument"/>: another length.</exception>
    public static byte[] Packet(int milliseconds, int channels)
    {
        var stereo = channels == 2 ? 1 : 0;
        return milliseconds switch
        {
            10 => [Head(FullBandTenMs, stereo, 0), .. Frame],
            20 => [Head(FullBandTwentyMs, stereo, 0), .. Frame],
            40 => [Head(FullBandTwentyMs, stereo, 1), .. Frame, .. Frame], // two frames of equal size
            60 => [Head(FullBandTwentyMs, stereo, 3), 3, .. Frame, .. Frame, .. Frame], // three of equal size, no padding
            _ =>
                throw new AudioException(AudioErrorCode.InvalidArgument, $"silence of {milliseconds} ms", "there is no such packet",
                    "Use 10, 20, 40 or 60 ms"),
        };
    }

    private static byte Head(int configuration, int stereo, int code) => (byte)((configuration << 3) | (stereo << 2) | code);
}
