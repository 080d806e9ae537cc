using System.Diagnostics;
using System.Globalization;
using Continuo.WebRtc.Tests.Fuzzing;

namespace Continuo.Scenarios.WebRtc;

/// <summary>Feeds spoilt DTLS datagrams to handshakes in both roles and to established connections.</summary>
internal static class DtlsFuzzing
{
    public static bool Run(long inputs)
    {
        const long Portion = 20_000;
        var seed = (ulong)Stopwatch.GetTimestamp();
        var fuzz = new DtlsFuzz(seed);
        var watch = Stopwatch.StartNew();
        while (fuzz.Inputs < inputs)
        {
            fuzz.Run(Math.Min(Portion, inputs - fuzz.Inputs));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{fuzz.Inputs,12} of {inputs}  {fuzz.Inputs / watch.Elapsed.TotalSeconds / 1000,6:F1} k/s"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{fuzz.Inputs} datagrams, seed {seed}: "
                + $"{fuzz.Refused} handshakes refused, none hung or succeeded; no connection was closed by a spoilt record"));
        return fuzz.Refused > 0;
    }
}
