using Continuo.Diagnostics;

namespace Continuo.Mixing;

/// <summary>
/// Running sum of the last N integers. Integers, because a running sum of floats never returns exactly to its former value, and a limiter
/// at rest must be exactly at rest. Real-time-safe.
/// </summary>
internal sealed class BoxAverage
{
    private readonly long[] _values;
    private int _at;
    private long _sum;

    /// <param name="length">N, at least 1.</param>
    /// <param name="value">Initial value of all N integers.</param>
    public BoxAverage(int length, long value)
    {
        _values = new long[length];
        Reset(value);
    }

    /// <summary>Adds a value and returns the sum of the last N.</summary>
    [RealTime]
    public long Next(long value)
    {
        _sum += value - _values[_at];
        _values[_at] = value;
        if (++_at == _values.Length) _at = 0;
        return _sum;
    }

    /// <summary>Sets all N integers to <paramref name="value"/>.</summary>
    [RealTime]
    public void Reset(long value)
    {
        _values.AsSpan().Fill(value);
        _sum = value * _values.Length;
    }
}
