using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Live;

namespace Continuo.Tests.Live;

/// <summary>
/// A mono source whose nth block holds n, from 1; which can be held up in the middle of a read, and tells when it is entered twice.
/// </summary>
internal sealed class CountingSource : IPulledSource
{
    private int _inside;
    private long _reads;
    private long _collisions;

    public AudioFormat Format { get; } = new(48_000, 1);

    public long Reads => Volatile.Read(ref _reads);

    public long Collisions => Volatile.Read(ref _collisions);

    /// <summary>The number of the read that is held up until <see cref="Release"/> is set; 0: none.</summary>
    public long HoldAt { get; init; }

    public ManualResetEventSlim Entered { get; } = new();

    public ManualResetEventSlim Release { get; } = new();

    public bool Throws { get; init; }

    [RealTime]
    public void Read(Span<float> output)
    {
        if (Interlocked.Increment(ref _inside) != 1) Interlocked.Increment(ref _collisions);
        if (_reads + 1 == HoldAt)
        {
            Entered.Set();
            Release.Wait();
        }

        if (Throws) throw new InvalidOperationException("broken");
        output.Fill(_reads + 1);
        Volatile.Write(ref _reads, _reads + 1);
        Interlocked.Decrement(ref _inside);
    }
}
