using System.Globalization;
using Continuo.Rtp.Sdp;

namespace Continuo.Rtp.Reception;

/// <summary>Says in one sentence what a source sends that cannot be decoded, and what was expected.</summary>
internal static class UndecodableReport
{
    /// <summary>The sentence; <see langword="null"/> if nothing was received that could not be decoded.</summary>
    /// <param name="counters">What was counted of the source.</param>
    /// <param name="payloads">What was agreed.</param>
    /// <param name="refused">The codec whose packets were refused last, if any were.</param>
    public static string? Of(StreamCounters counters, PayloadMap payloads, StreamLane? refused)
    {
        if (refused is not null && counters.Undecodable > 0)
        {
            var (step, bytes) = (refused.Gate.Step, refused.Gate.Bytes);
            return string.Create(
                CultureInfo.InvariantCulture,
                $"packets of payload type {counters.LastUndecodable} arrive that are not {refused.Codec.Name}, {refused.Codec.Format}: they hold {bytes} bytes and advance the timestamp by {step}{Guess(step, bytes)}; expected: {payloads.Expected}");
        }

        if (counters.UnknownPayloads == 0) return null;
        var name = SdpFormat.Static(counters.LastUnknown) is { } known ? string.Create(CultureInfo.InvariantCulture, $" ({known.Encoding}, {known.ClockRate} Hz)") : "";
        return string.Create(CultureInfo.InvariantCulture, $"packets of payload type {counters.LastUnknown}{name} arrive that cannot be decoded here; expected: {payloads.Expected}");
    }

    // Samples have the same number of bytes for each tick, packets of other codecs hardly ever.
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
            var frame when frame % 3 == 0 && frame / 3 <= 64 => string.Create(CultureInfo.InvariantCulture, $", as L24 in {frame / 3} channels does"),
            var frame when frame % 2 == 0 && frame / 2 <= 64 => string.Create(CultureInfo.InvariantCulture, $", as L16 in {frame / 2} channels does"),
            _ => "",
        };
    }
}
