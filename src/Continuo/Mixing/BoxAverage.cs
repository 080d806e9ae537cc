using Continuo.Diagnostics;

namespace Continuo.Mixing;

/// <summary>
/// The sum of the last N whole numbers, one at a time. Whole, because a running sum of floats never comes back to what it
/// was, and a limiter that is at rest must be exactly at rest. Real-time-safe.
/// </summary>
internal sealed class BoxAverage
{
    private readonly long[] _values;
    private int _at;
    private long _sum;

    /// <param name="length">N, at least 1.</param>
    /// <param name="value">What all the last numbers were to begin with.</param>
    public BoxAverage(int length, long value)
    {
        _values = new long[length];
        Reset(value);
    }

    /// <summary>Takes in a number and returns the sum of the last N.</summary>
    [RealTime]
    public long Next(long value)
    {
        _sum += value - _values[_at];
        _values[_at] = value;
        if (++_at == _values.Length) _at = 0;
        return _sum;
    }

    /// <summary>Makes all the last numbers <paramref name="value"/>.</summary>
    [RealTime]
    public void Reset(long value)
    {
        _values.AsSpan().Fill(value);
        _sum = value * _values.Length;
    }
}
