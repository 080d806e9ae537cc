namespace Continuo.Simulation.Jamulus;

/// <summary>
/// Jamulus's automatic buffer size: ten buffers of 2 to 11 blocks run in parallel without audio. The target is the smallest whose error
/// rate over 15 s stays within 0.05 %; a slow filter (up slower than down) follows it, and rounding has a hysteresis of 0.1. The filter is
/// fast at the start and while the size is below the smallest that keeps 1 %.
/// </summary>
internal sealed class JamulusAutoSize
{
    private const int Smallest = 2;
    private const int Sizes = 10;
    private const int StartBlocks = 6;
    private const double Bound = 0.0005;
    private const double UpBound = 0.01;
    private const double Hysteresis = 0.1;
    private const double PublishedBlockMs = 128 * 1000.0 / 48_000;
    private const double PublishedCount = 11_000;

    private readonly JamulusBuffer[] _shadows = new JamulusBuffer[Sizes];
    private readonly JamulusErrorRate[] _rates = new JamulusErrorRate[Sizes];
    private readonly int _history;
    private readonly double _up;
    private readonly double _down;
    private readonly double _fastUp;
    private readonly double _fastDown;
    private double _filtered = StartBlocks;
    private int _fastFor;

    /// <param name="blockMs">Length of a block; the published constants are for 2.67 ms and are scaled to the same time.</param>
    public JamulusAutoSize(double blockMs)
    {
        var scale = blockMs / PublishedBlockMs;
        _history = (int)Math.Round(PublishedCount / scale);
        (_up, _down) = (Math.Pow(0.999995, scale), Math.Pow(0.9999, scale));
        (_fastUp, _fastDown) = (Math.Pow(0.9995, scale), Math.Pow(0.999, scale));
        _fastFor = _history / 4;
        for (var i = 0; i < Sizes; i++)
        {
            _shadows[i] = new JamulusBuffer(Smallest + i);
            _rates[i] = new JamulusErrorRate(_history);
        }
    }

    /// <summary>Current size.</summary>
    public int Blocks { get; private set; } = StartBlocks;

    /// <summary>Target size according to the error rates.</summary>
    public int Wanted { get; private set; } = StartBlocks;

    public void Put(long block, bool isCopy)
    {
        for (var i = 0; i < Sizes; i++)
        {
            if (isCopy && !_shadows[i].Lacks(block)) continue;
            _shadows[i].Put(block);
            _rates[i].Update(false);
        }
    }

    /// <param name="isDue">Whether a block is due: not while the sender is silent.</param>
    public void Get(bool isDue)
    {
        for (var i = 0; i < Sizes; i++)
        {
            if (_shadows[i].Next == long.MinValue) continue;
            var isThere = _shadows[i].Get();
            if (isDue || isThere) _rates[i].Update(!isThere);
        }

        Decide();
    }

    private void Decide()
    {
        Wanted = SmallestWithin(Bound, out _);
        var least = SmallestWithin(UpBound, out var found);
        if (!found) _fastFor = _history / 4;
        var isFast = _fastFor > 0 || Blocks < least;
        if (_fastFor > 0) _fastFor--;
        var keep = Wanted < _filtered ? (isFast ? _fastDown : _down) : isFast ? _fastUp : _up;
        _filtered = keep * _filtered + (1 - keep) * Wanted;

        // The published code compares with its initial size, not with the current one.
        Blocks = (int)Math.Round(_filtered > StartBlocks ? _filtered - Hysteresis : _filtered + Hysteresis, MidpointRounding.AwayFromZero);
        if (_fastFor == _history / 8 && _rates[^1].Average > Bound)
        {
            foreach (var rate in _rates) rate.Reset();
        }
    }

    private int SmallestWithin(double bound, out bool found)
    {
        for (var i = 0; i < Sizes - 1; i++)
        {
            if (_rates[i].Average > bound) continue;
            found = true;
            return Smallest + i;
        }

        found = false;
        return Smallest + Sizes - 1;
    }
}
