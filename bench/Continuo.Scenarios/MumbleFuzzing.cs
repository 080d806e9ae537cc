using System.Diagnostics;
using System.Globalization;
using Continuo.Mumble.Tests.Fuzzing;

namespace Continuo.Scenarios;

/// <summary>Feeds spoilt control messages, voice packets of both layouts and encrypted datagrams to what reads them.</summary>
internal static class MumbleFuzzing
{
    public static bool Run(long inputs)
    {
        const long Portion = 100_000;
        var seed = (ulong)Stopwatch.GetTimestamp();
        using var fuzz = new MumbleFuzz(seed);
        var watch = Stopwatch.StartNew();
        while (fuzz.Inputs < inputs)
        {
            fuzz.Run(Math.Min(Portion, inputs - fuzz.Inputs));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{fuzz.Inputs,12} of {inputs}  {fuzz.Inputs / watch.Elapsed.TotalSeconds / 1000,6:F0} k/s"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{fuzz.Inputs} inputs, seed {seed}: messages applied {fuzz.Applied}, refused {fuzz.Refused}; "
                + $"voice packets heard {fuzz.Voices}; "
                + $"spoilt datagrams {fuzz.Datagrams}, none believed, and every good one after them was; only refusals escaped"));
        return fuzz is { Applied: > 0, Refused: > 0, Voices: > 0 };
    }
}
