using Continuo.Clocks;
using Continuo.Threading;

namespace Continuo.Pipes;

/// <summary>
/// Makes reads from a blocking stream interruptible: a dedicated thread reads from the stream and hands over the bytes in one preallocated
/// buffer. A read that blocks forever costs the caller only its timeout. A thread rather than a poll, because it works for pipes,
/// terminals, files and any <see cref="Stream"/> on every system.
/// </summary>
/// <remarks>
/// The buffer belongs to the dedicated thread while <c>_count</c> is 0, otherwise to the caller. One thread reads; <see cref="Interrupt"/>
/// may be called from any thread.
/// </remarks>
internal sealed class InterruptibleReader : IDisposable
{
    private const int BufferBytes = 64 * 1024;
    private const int MaxUnit = 256;
    private const long ASecond = 1_000_000_000;

    private readonly Stream _stream;
    private readonly Action? _atEnd;
    private readonly byte[] _buffer = GC.AllocateArray<byte>(BufferBytes, pinned: true);
    private readonly byte[] _carry = new byte[MaxUnit];

    // Not disposed with the feed, because its thread may still use them. Their memory is freed with the last reference.
    private readonly WakeSignal _ready = new();
    private readonly WakeSignal _drained = new();
    private volatile int _count;
    private volatile bool _ended;
    private volatile bool _interrupted;
    private volatile bool _closed;
    private int _taken;
    private int _carried;

    /// <summary>Starts reading.</summary>
    /// <param name="stream">Owned; disposed by the thread.</param>
    /// <param name="name">Name of the thread.</param>
    /// <param name="atEnd">Called on the thread when the stream has ended, before the reader sees the end.</param>
    public InterruptibleReader(Stream stream, string name, Action? atEnd = null)
    {
        _stream = stream;
        _atEnd = atEnd;
        new Thread(Feed) { IsBackground = true, Name = name }.Start();
    }

    /// <summary>Whether the stream has ended and all whole units have been read.</summary>
    public bool IsEnded => _ended && _count == 0;

    /// <summary>The exception that ended the stream, if any.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Number of pending bytes that do not form a whole unit.</summary>
    public int Leftover => _carried;

    /// <summary>Whether reads return at once.</summary>
    public bool IsInterrupted => _interrupted;

    /// <summary>Reads the whole units that are available, or waits for the first.</summary>
    /// <param name="destination">Room for at least one unit.</param>
    /// <param name="unit">Size of a unit in bytes, at most 256. A partial unit is kept for the next read.</param>
    /// <param name="clock">Clock of the timeout.</param>
    /// <param name="timeout">Maximum wait.</param>
    /// <returns>Number of bytes read; 0 on timeout, at the end, and after an interruption.</returns>
    public int Read(Span<byte> destination, int unit, MonotonicClock clock, TimeSpan timeout)
    {
        if (_interrupted) return 0;
        var filled = Math.Min(_carried, destination.Length);
        _carry.AsSpan(0, filled).CopyTo(destination);
        filled += Take(destination[filled..]);
        var deadline = clock.DeadlineIn(timeout);
        while (filled < unit && !IsEnded && !_interrupted)
        {
            if (_count == 0 && clock.WaitUntil(deadline, _ready)) break;
            filled += Take(destination[filled..]);
        }

        var whole = filled - filled % unit;
        _carried = filled - whole;
        destination.Slice(whole, _carried).CopyTo(_carry);
        return whole;
    }

    /// <summary>Makes reads return at once, until <see cref="Resume"/>.</summary>
    public void Interrupt()
    {
        _interrupted = true;
        _ready.Set();
    }

    /// <summary>Ends an interruption.</summary>
    public void Resume()
    {
        _interrupted = false;
        _ready.Reset();
        Interlocked.MemoryBarrier(); // the signal is reset before the count is read: bytes that arrived between set it again
        if (_count > 0 || _ended) _ready.Set();
    }

    /// <summary>
    /// Closes the stream without waiting. The thread disposes it after a read in progress, because closing a stream during a blocked read
    /// blocks as well.
    /// </summary>
    public void Dispose()
    {
        _closed = true;
        Interrupt();
        _drained.Set();
    }

    private int Take(Span<byte> destination)
    {
        var count = _count;
        if (count == 0) return 0;
        var bytes = Math.Min(count - _taken, destination.Length);
        _buffer.AsSpan(_taken, bytes).CopyTo(destination);
        _taken += bytes;
        if (_taken < count) return bytes;
        _taken = 0;
        _ready.Reset();
        Interlocked.MemoryBarrier(); // an interruption that was not seen before this sets the signal after it
        _count = 0;
        _drained.Set();
        return bytes;
    }

    private void Feed()
    {
        try
        {
            int read;
            while (!_closed && (read = _stream.Read(_buffer)) > 0)
            {
                _drained.Reset();
                _count = read;
                _ready.Set();
                while (!_drained.Wait(ASecond) && !_closed)
                {
                }
            }
        }
        catch (ObjectDisposedException)
        {
            // The stream was closed by its former owner.
        }
        catch (Exception e)
        {
            Failure = e;
        }

        try
        {
            _stream.Dispose();
            if (!_closed) _atEnd?.Invoke();
        }
        catch (Exception e)
        {
            Failure ??= e;
        }

        _ended = true;
        _ready.Set();
    }
}
