namespace Continuo.Simulation.Jamulus;

/// <summary>
/// Jamulus's error rate: a moving average over puts and gets in which an error directly after an error is not counted. 1 before the first.
/// </summary>
internal sealed class JamulusErrorRate(int length)
{
    private readonly bool[] _history = new bool[length];
    private int _count;
    private int _position;
    private int _errors;
    private bool _wasError = true;

    public double Average => _count == 0 ? 1 : (double)_errors / _count;

    public void Update(bool isError)
    {
        if (isError && _wasError) return;
        _wasError = isError;
        if (_count == length && _history[_position]) _errors--;
        if (isError) _errors++;
        _history[_position] = isError;
        _position = (_position + 1) % length;
        _count = Math.Min(length, _count + 1);
    }

    public void Reset()
    {
        (_count, _position, _errors) = (0, 0, 0);
        _wasError = true;
    }
}
