using System.Globalization;

namespace Continuo.Scenarios;

/// <summary>
/// How much of its processors' time the host of a virtual machine gave to others: what no priority in the machine can prevent.
/// </summary>
internal readonly record struct StolenTime(long Stolen, long Total)
{
    public static StolenTime Now
    {
        get
        {
            // cpu  user nice system idle iowait irq softirq steal …
            var ticks = File.ReadLines("/proc/stat").First()
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..9].Select(t => long.Parse(t, CultureInfo.InvariantCulture)).ToArray();
            return new StolenTime(ticks[7], ticks.Sum());
        }
    }

    public double PercentUntilNow => Now is var now && now.Total > Total ? 100.0 * (now.Stolen - Stolen) / (now.Total - Total) : 0;
}
