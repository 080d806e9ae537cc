using System.Diagnostics;
using System.Globalization;
using Continuo.Rtp.Tests.Fuzzing;

namespace Continuo.Scenarios;

/// <summary>Feeds spoilt inputs to the parsers of RTP, RTCP, RED and SDP, each at the edge of a page that may not be read: a read beyond
/// it ends the process.</summary>
internal static class ParserFuzzing
{
    public static bool Run(long inputs)
    {
        const long Portion = 500_000;
        var seed = (ulong)Stopwatch.GetTimestamp();
        using var fuzz = new ParserFuzz(seed);
        var watch = Stopwatch.StartNew();
        while (fuzz.Inputs < inputs)
        {
            fuzz.Run(Math.Min(Portion, inputs - fuzz.Inputs));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{fuzz.Inputs,12} of {inputs}  {fuzz.Inputs / watch.Elapsed.TotalSeconds / 1000,6:F0} k/s"));
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{fuzz.Inputs} inputs, seed {seed}: RTP accepted {fuzz.RtpAccepted}, RED {fuzz.RedAccepted}, RTCP {fuzz.RtcpAccepted}, "
                + $"SDP {fuzz.SdpAccepted} of {fuzz.SdpInputs}; no exception escaped, nothing was read beyond its end"));
        return fuzz.RtpAccepted > 0 && fuzz.RedAccepted > 0 && fuzz.RtcpAccepted > 0 && fuzz.SdpAccepted > 0;
    }
}
