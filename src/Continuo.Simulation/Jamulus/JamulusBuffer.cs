namespace Continuo.Simulation.Jamulus;

/// <summary>
/// Jamulus's network buffer with sequence numbers, without the audio: a window of a fixed number of blocks that always moves so
/// that what arrives fits in. What is too late moves it back, what is too early moves it forward.
/// </summary>
internal sealed class JamulusBuffer
{
    private readonly bool[] _isThere;
    private long _next = long.MinValue;

    public JamulusBuffer(int blocks) => _isThere = new bool[blocks];

    /// <summary>A buffer of another size that holds what fits of this one.</summary>
    private JamulusBuffer(JamulusBuffer from, int blocks)
        : this(blocks)
    {
        _next = from._next;
        if (_next == long.MinValue) return;
        for (var i = _next; i < _next + Math.Min(blocks, from.Blocks); i++) _isThere[Place(i)] = from._isThere[from.Place(i)];
    }

    public int Blocks => _isThere.Length;

    /// <summary>The number of the block that is handed out next.</summary>
    public long Next => _next;

    public JamulusBuffer Resize(int blocks) => new(this, blocks);

    public void Put(long block)
    {
        if (_next == long.MinValue) _next = block;
        if (block < _next)
        {
            // Also the block that would have been next is given up, as in the published code.
            while (_next > block) _isThere[Place(_next--)] = false;
        }
        else
        {
            for (var last = block - Blocks; _next <= last; _next++) _isThere[Place(_next)] = false;
        }

        _isThere[Place(block)] = true;
    }

    /// <summary>Whether a block is in the window, but empty.</summary>
    public bool Lacks(long block) => block >= _next && block < _next + Blocks && !_isThere[Place(block)];

    /// <summary>Hands the next block out; <see langword="false"/> if it is not there.</summary>
    public bool Get()
    {
        var place = Place(_next++);
        var was = _isThere[place];
        _isThere[place] = false;
        return was;
    }

    private int Place(long block) => (int)(((block % Blocks) + Blocks) % Blocks);
}
