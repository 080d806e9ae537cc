namespace Continuo.Simulation.Jamulus;

/// <summary>
/// Jamulus's network buffer with sequence numbers, without the audio: a window of a fixed number of blocks that moves so that each arriving
/// block fits. A late block moves it back, an early one forward.
/// </summary>
internal sealed class JamulusBuffer
{
    private readonly bool[] _isThere;
    private long _next = long.MinValue;

    public JamulusBuffer(int blocks) => _isThere = new bool[blocks];

    /// <summary>Creates a buffer of another size with the blocks of this one that fit.</summary>
    private JamulusBuffer(JamulusBuffer from, int blocks)
        : this(blocks)
    {
        _next = from._next;
        if (_next == long.MinValue) return;
        for (var i = _next; i < _next + Math.Min(blocks, from.Blocks); i++) _isThere[Place(i)] = from._isThere[from.Place(i)];
    }

    public int Blocks => _isThere.Length;

    /// <summary>Number of the next block.</summary>
    public long Next => _next;

    public JamulusBuffer Resize(int blocks) => new(this, blocks);

    public void Put(long block)
    {
        if (_next == long.MinValue) _next = block;
        if (block < _next)
        {
            // The block that would have been next is dropped as well, as in the published code.
            while (_next > block) _isThere[Place(_next--)] = false;
        }
        else
        {
            for (var last = block - Blocks; _next <= last; _next++) _isThere[Place(_next)] = false;
        }

        _isThere[Place(block)] = true;
    }

    /// <summary>Whether a block is in the window but has not arrived.</summary>
    public bool Lacks(long block) => block >= _next && block < _next + Blocks && !_isThere[Place(block)];

    /// <summary>Removes the next block; false if it has not arrived.</summary>
    public bool Get()
    {
        var place = Place(_next++);
        var was = _isThere[place];
        _isThere[place] = false;
        return was;
    }

    private int Place(long block) => (int)(((block % Blocks) + Blocks) % Blocks);
}
