using System.Runtime.CompilerServices;
using Continuo.Diagnostics;

namespace Continuo.Mixing;

/// <summary>
/// Minimum of the last N values: a queue of the values that can still become the minimum, ascending from its head. Each value enters and
/// leaves it once, so the average cost per value does not depend on N. Real-time-safe.
/// </summary>
internal sealed class SlidingMinimum
{
    private readonly int[] _values;
    private readonly long[] _times;
    private readonly int _window;
    private long _now;
    private int _head;
    private int _count;

    /// <param name="window">N, at least 1.</param>
    public SlidingMinimum(int window)
    {
        _window = window;
        _values = new int[window];
        _times = new long[window];
    }

    /// <summary>Adds a value and returns the minimum of the last N.</summary>
    [RealTime]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Next(int value)
    {
        if (_count > 0 && _times[_head] <= _now - _window)
        {
            _head = Wrap(_head + 1);
            _count--;
        }

        while (_count > 0 && _values[Wrap(_head + _count - 1)] >= value) _count--;
        var tail = Wrap(_head + _count++);
        (_values[tail], _times[tail]) = (value, _now++);
        return _values[_head];
    }

    /// <summary>Removes all values.</summary>
    [RealTime]
    public void Reset() => _count = 0;

    [RealTime]
    private int Wrap(int index) => index >= _window ? index - _window : index;
}
