using Continuo.Diagnostics;

namespace Continuo.Metering;

/// <summary>
/// Histogram of loudness from −70 LUFS up, for gating over any length of audio in constant memory. Each bin of 0.05 LU keeps the sum of its
/// energies, so that means are exact.
/// </summary>
internal sealed class LoudnessHistogram
{
    private const double FloorLufs = -70;
    private const double BinsPerLu = 20;
    private const int Bins = 2000; // up to +30 LUFS

    private readonly long[] _counts = new long[Bins];
    private readonly double[] _energies = new double[Bins];
    private int _lowest = Bins;
    private int _highest = -1;
    private long _count;
    private double _energy;

    /// <summary>Adds a measurement; those below the absolute gate of −70 LUFS are ignored.</summary>
    [RealTime]
    public void Add(double energy)
    {
        var lufs = KWeighting.Lufs(energy);
        if (!(lufs >= FloorLufs)) return;
        var bin = (int)Math.Min((lufs - FloorLufs) * BinsPerLu, Bins - 1);
        _counts[bin]++;
        _energies[bin] += energy;
        _count++;
        _energy += energy;
        _lowest = Math.Min(_lowest, bin);
        _highest = Math.Max(_highest, bin);
    }

    /// <summary>Mean energy of all measurements not more than 10 LU below the overall mean; 0 if there are none.</summary>
    [RealTime]
    public double GatedMean()
    {
        if (_count == 0) return 0;
        var (count, energy) = (0L, 0.0);
        for (var bin = FirstAbove(_energy / _count * 0.1); bin <= _highest; bin++)
        {
            count += _counts[bin];
            energy += _energies[bin];
        }

        return count == 0 ? 0 : energy / count;
    }

    /// <summary>
    /// Difference between the 10th and 95th percentiles of all measurements not more than 20 LU below the overall mean, in LU (EBU Tech
    /// 3342).
    /// </summary>
    [RealTime]
    public double Range()
    {
        if (_count == 0) return 0;
        var first = FirstAbove(_energy / _count * 0.01);
        var count = 0L;
        for (var bin = first; bin <= _highest; bin++) count += _counts[bin];
        return count == 0 ? 0 : Percentile(first, (long)(count * 0.95)) - Percentile(first, (long)(count * 0.10));
    }

    /// <summary>Removes all measurements.</summary>
    [RealTime]
    public void Clear()
    {
        _counts.AsSpan().Clear();
        _energies.AsSpan().Clear();
        (_lowest, _highest, _count, _energy) = (Bins, -1, 0, 0);
    }

    [RealTime]
    private int FirstAbove(double energy)
    {
        var bin = _lowest;
        while (bin <= _highest && _energies[bin] < energy * _counts[bin] || bin <= _highest && _counts[bin] == 0) bin++;
        return bin;
    }

    [RealTime]
    private double Percentile(int bin, long rank)
    {
        while (bin < _highest && rank >= _counts[bin]) rank -= _counts[bin++];
        return KWeighting.Lufs(_energies[bin] / _counts[bin]);
    }
}
