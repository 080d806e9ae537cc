using System.Diagnostics;
using System.Globalization;
using Continuo.WebRtc.Tests.Fuzzing;

namespace Continuo.Scenarios;

/// <summary>
/// Feeds spoilt STUN messages, offers, answers and SRTP packets to what reads them, each at the edge of a page that may not be read.
/// </summary>
internal static class WebRtcFuzzing
{
    public static bool Run(long inputs)
    {
        const long Portion = 100_000;
        var seed = (ulong)Stopwatch.GetTimestamp();
        using var fuzz = new WebRtcFuzz(seed);
        var watch = Stopwatch.StartNew();
        while (fuzz.Inputs < inputs)
        {
            fuzz.Run(Math.Min(Portion, inputs - fuzz.Inputs));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{fuzz.Inputs,12} of {inputs}  {fuzz.Inputs / watch.Elapsed.TotalSeconds / 1000,6:F0} k/s"));
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{fuzz.Inputs} inputs, seed {seed}: STUN parsed {fuzz.StunParsed}, authentic {fuzz.StunBelieved}; "
                + $"SRTP accepted {fuzz.SrtpAccepted} (not spoilt), refused {fuzz.SrtpRefused}; "
                + $"offers answered {fuzz.OffersAnswered}, refused {fuzz.OffersRefused}; answers "
                + $"taken {fuzz.AnswersTaken}; nothing spoilt was believed, only refusals escaped, nothing was read beyond its end"));
        return fuzz.StunBelieved > 0 && fuzz.SrtpAccepted > 0 && fuzz.OffersAnswered > 0 && fuzz.AnswersTaken > 0;
    }
}
