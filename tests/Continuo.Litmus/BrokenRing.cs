using System.Runtime.InteropServices;

namespace Continuo.Litmus;

/// <summary>
/// The positive control: the ring's protocol with one step left out on purpose. The reader looks at the stamp before it
/// copies but not again after, so a chunk overwritten during the copy passes as whole. A litmus that does not catch this proves nothing.
/// </summary>
internal sealed unsafe class BrokenRing : ILitmusRing
{
    private readonly int _samples;
    private readonly int _capacity;
    private readonly byte* _slots;
    private readonly int _stride;
    private long _head;
    private volatile bool _completed;

    public BrokenRing(int samples, int capacity)
    {
        _samples = samples;
        _capacity = capacity;
        _stride = 128 + samples * sizeof(float);
        _slots = (byte*)NativeMemory.AllocZeroed((nuint)(_stride * capacity));
        for (var i = 0; i < capacity; i++) *Stamp(i) = -1;
    }

    public void Write(ReadOnlySpan<float> samples, long sequence)
    {
        var stamp = Stamp(sequence);
        Volatile.Write(ref *stamp, -1);
        Volatile.WriteBarrier();
        samples.CopyTo(new Span<float>((byte*)stamp + 128, _samples));
        Volatile.Write(ref *stamp, sequence);
        Volatile.Write(ref _head, sequence + 1);
    }

    public void Complete() => _completed = true;

    public ILitmusReader OpenReader() => new Reader(this);

    public void Dispose() => NativeMemory.Free(_slots);

    private long* Stamp(long sequence) => (long*)(_slots + sequence % _capacity * _stride);

    private sealed class Reader(BrokenRing ring) : ILitmusReader
    {
        private long _cursor;

        public (long Written, long Read, long Dropped)? Books => null;

        public long TryRead(Span<float> destination, out long lost)
        {
            lost = 0;
            while (true)
            {
                var completed = ring._completed;
                var lag = Volatile.Read(ref ring._head) - _cursor;
                if (lag == 0) return completed ? -2 : -1;
                var behind = Math.Max(0, lag - ring._capacity);
                lost += behind;
                _cursor += behind;
                var stamp = ring.Stamp(_cursor);
                if (Volatile.Read(ref *stamp) == _cursor)
                {
                    new ReadOnlySpan<float>((byte*)stamp + 128, ring._samples).CopyTo(destination);
                    return _cursor++; // the second look at the stamp is missing
                }

                lost++;
                _cursor++;
            }
        }

        public void Dispose()
        {
        }
    }
}
