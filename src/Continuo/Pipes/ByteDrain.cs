using Continuo.Threading;

namespace Continuo.Pipes;

/// <summary>
/// Makes the writing to a blocking stream interruptible: a thread of its own sits in the stream's write, and whoever writes waits for it, or until it is
/// interrupted. The counterpart of <see cref="ByteFeed"/>, and a thread for the same reason: it works for every <see cref="Stream"/> on every system.
/// Allocates nothing while it writes.
/// </summary>
/// <remarks>One thread writes; <see cref="Interrupt"/> may be called from any. The buffer belongs to the draining thread while it is busy, to the writer otherwise.</remarks>
internal sealed class ByteDrain : IDisposable
{
    private const int BufferBytes = 32 * 1024;
    private const long ASecond = 1_000_000_000;

    // How long closing waits for a stream that may be blocked: one that is not has closed by then.
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromMilliseconds(200);

    private readonly Stream _stream;
    private readonly bool _ownsStream;
    private readonly byte[] _buffer = GC.AllocateArray<byte>(BufferBytes, pinned: true);
    private readonly WakeSignal _work = new();
    private readonly WakeSignal _done = new();
    private readonly Thread _thread;
    private int _count; // bytes to write; 0: flush
    private Exception? _failure;
    private volatile bool _isBusy;
    private volatile bool _interrupted;
    private volatile bool _closed;

    /// <param name="stream">Where the bytes go.</param>
    /// <param name="name">The thread's name.</param>
    /// <param name="ownsStream">Whether it is disposed with this, after a write in progress.</param>
    public ByteDrain(Stream stream, string name, bool ownsStream)
    {
        (_stream, _ownsStream) = (stream, ownsStream);
        _thread = new Thread(Drain) { IsBackground = true, Name = name };
        _thread.Start();
    }

    /// <summary>Writes all bytes; returns when the stream has taken them.</summary>
    /// <exception cref="OperationCanceledException">Interrupted. How many of the bytes were written is not known.</exception>
    /// <exception cref="Exception">Whatever the stream threw, now or at an earlier call.</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            WaitUntilIdle();
            var part = Math.Min(bytes.Length, BufferBytes);
            bytes[..part].CopyTo(_buffer);
            Run(part);
            bytes = bytes[part..];
        }
    }

    /// <summary>Flushes the stream.</summary>
    /// <exception cref="OperationCanceledException">Interrupted.</exception>
    /// <exception cref="Exception">Whatever the stream threw, now or at an earlier call.</exception>
    public void Flush()
    {
        WaitUntilIdle();
        Run(0);
    }

    /// <summary>Ends a call that waits for the stream, and later ones until <see cref="Resume"/>.</summary>
    public void Interrupt()
    {
        _interrupted = true;
        _done.Set();
    }

    /// <summary>Ends an interruption.</summary>
    public void Resume() => _interrupted = false;

    /// <summary>Gives the stream up. It is closed by its thread: at once, or after a write that is blocked.</summary>
    public void Dispose()
    {
        _closed = true;
        Interrupt();
        _work.Set();
        _thread.Join(CloseTimeout);
    }

    private void Run(int count)
    {
        _count = count;
        _done.Reset();
        Interlocked.MemoryBarrier(); // an interruption that is not seen from here on sets the signal after this
        _isBusy = true;
        _work.Set();
        WaitUntilIdle();
    }

    private void WaitUntilIdle()
    {
        while (_isBusy)
        {
            if (_interrupted || _closed) break;
            _done.Wait(ASecond);
        }

        ObjectDisposedException.ThrowIf(_closed, this);
        if (_interrupted) throw new OperationCanceledException("The writing was interrupted.");
        if (_failure is { } failure) throw failure;
    }

    private void Drain()
    {
        while (!_closed)
        {
            if (!_work.Wait(ASecond)) continue;
            _work.Reset();
            Interlocked.MemoryBarrier(); // work or an end that is not seen below sets the signal after this
            if (!_isBusy || _closed) continue;
            try
            {
                if (_count > 0) _stream.Write(_buffer, 0, _count);
                else _stream.Flush();
            }
            catch (Exception e)
            {
                _failure = e; // a stream may throw anything: it is the writer's to hear of
            }

            _isBusy = false;
            _done.Set();
        }

        try
        {
            if (_ownsStream) _stream.Dispose();
        }
        catch (Exception e)
        {
            _failure ??= e;
        }
    }
}
