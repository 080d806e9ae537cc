using Continuo.Threading;

namespace Continuo.Pipes;

/// <summary>
/// Makes writes to a blocking stream interruptible: a dedicated thread writes to the stream, and the caller waits for it until it is
/// interrupted. The counterpart of <see cref="InterruptibleReader"/>; a thread works for every <see cref="Stream"/> on every system. Does
/// not allocate while writing.
/// </summary>
/// <remarks>
/// One thread writes; <see cref="Interrupt"/> may be called from any thread. The buffer belongs to the dedicated thread while it is busy,
/// otherwise to the caller.
/// </remarks>
internal sealed class InterruptibleWriter : IDisposable
{
    private const int BufferBytes = 32 * 1024;
    private const long ASecond = 1_000_000_000;

    // How long closing waits for a stream whose write may be blocked.
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

    /// <param name="stream">Receives the bytes.</param>
    /// <param name="name">Name of the thread.</param>
    /// <param name="ownsStream">Whether to dispose the stream with this object, after a write in progress.</param>
    public InterruptibleWriter(Stream stream, string name, bool ownsStream)
    {
        (_stream, _ownsStream) = (stream, ownsStream);
        _thread = new Thread(Drain) { IsBackground = true, Name = name };
        _thread.Start();
    }

    /// <summary>Writes all bytes; returns when the stream has accepted them.</summary>
    /// <exception cref="OperationCanceledException">Interrupted. The number of bytes written is unknown.</exception>
    /// <exception cref="Exception">Thrown by the stream, in this or an earlier call.</exception>
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
    /// <exception cref="Exception">Thrown by the stream, in this or an earlier call.</exception>
    public void Flush()
    {
        WaitUntilIdle();
        Run(0);
    }

    /// <summary>Ends a call that waits for the stream, and all calls until <see cref="Resume"/>.</summary>
    public void Interrupt()
    {
        _interrupted = true;
        _done.Set();
    }

    /// <summary>Ends an interruption.</summary>
    public void Resume() => _interrupted = false;

    /// <summary>Closes the stream on its thread: at once, or after a blocked write.</summary>
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
        if (_interrupted) throw new OperationCanceledException("The write was interrupted.");
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
                _failure = e; // any exception of the stream is rethrown to the caller
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
