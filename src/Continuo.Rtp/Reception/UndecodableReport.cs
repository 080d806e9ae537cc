using System.Globalization;
using Continuo.Rtp.Sdp;

namespace Continuo.Rtp.Reception;

/// <summary>Describes in one sentence what a source sends that cannot be decoded, and what was expected.</summary>
internal static class UndecodableReport
{
    /// <summary>The sentence; <see langword="null"/> if nothing undecodable was received.</summary>
    /// <param name="counters">Counters of the source.</param>
    /// <param name="payloads">The agreed formats.</param>
    /// <param name="refused">The codec whose packets were last refused, if any.</param>
    public static string? Of(StreamCounters counters, PayloadMap payloads, CodecPipeline? refused)
    {
        if (refused is not null && counters.Undecodable > 0)
        {
            var (step, bytes) = (refused.Gate.Step, refused.Gate.Bytes);
            return string.Create(
                CultureInfo.InvariantCulture,
                $"received packets of payload type {counters.LastUndecodable} are not {refused.Codec.Name}, {refused.Codec.Format}: they "
                    + $"have {bytes} bytes and advance the timestamp by {step}{Guess(step, bytes)}; expected: {payloads.Expected}");
        }

        if (counters.UnknownPayloads == 0) return null;
        var name = SdpFormat.Static(counters.LastUnknown) is { } known
            ? string.Create(CultureInfo.InvariantCulture, $" ({known.Encoding}, {known.ClockRate} Hz)")
            : "";
        return string.Create(CultureInfo.InvariantCulture,
            $"received packets of payload type {counters.LastUnknown}{name} cannot be decoded; expected: {payloads.Expected}");
    }

    // Uncompressed samples have the same number of bytes per tick; packets of other codecs hardly ever do.
    private static string Guess(int step, int bytes)
    {
        if (step <= 0 || bytes <= 0 || bytes % step != 0) return "";
        return (bytes / step) switch
        {
            1 => ", as G.711 does",
            2 => ", as L16 in 1 channel does",
            3 => ", as L24 in 1 channel does",
            4 => ", as L16 in 2 channels does",
            6 => ", as L24 in 2 channels does",
            var frame when frame % 3 == 0 && frame / 3 <= 64 =>
                string.Create(CultureInfo.InvariantCulture, $", as L24 in {frame / 3} channels does"),
            var frame when frame % 2 == 0 && frame / 2 <= 64 =>
                string.Create(CultureInfo.InvariantCulture, $", as L16 in {frame / 2} channels does"),
            _ => "",
        };
    }
}
