using System.Threading.Tasks.Sources;
using Continuo.Audio;
using Continuo.Rings;
using Continuo.Threading;

namespace Continuo.Streams;

/// <summary>
/// The <c>await foreach</c> form of a stream. Pending chunks are delivered synchronously; otherwise a thread of the enumeration waits for
/// the ring and resumes the consumer. Does not allocate per chunk. One enumeration per instance.
/// </summary>
internal sealed class ChunkSequence : IAsyncEnumerable<AudioChunk>, IAsyncEnumerator<AudioChunk>, IValueTaskSource<bool>
{
    private readonly Func<ChunkReader> _open;
    private readonly WakeSignal _asked = new();
    private ChunkReader _reader = null!; // opened with the enumeration
    private ManualResetValueTaskSourceCore<bool> _next;
    private CancellationToken _cancellation;
    private CancellationTokenSource? _linked;
    private Thread? _waiter;
    private volatile bool _disposed;

    public ChunkSequence(Func<ChunkReader> open, CancellationToken cancellation)
    {
        _open = open;
        _cancellation = cancellation;
    }

    public AudioChunk Current { get; private set; }

    public IAsyncEnumerator<AudioChunk> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        if (_waiter is not null)
        {
            throw new InvalidOperationException("A chunk sequence can be enumerated once; ask the stream for another.");
        }

        _reader = _open();
        _linked = CancellationTokenSource.CreateLinkedTokenSource(_cancellation, cancellationToken);
        _cancellation = _linked.Token;
        _cancellation.UnsafeRegister(static s => ((ChunkSequence)s!)._reader.Ring.CancelWait(), this);
        _waiter = new Thread(Wait) { Name = "pump await foreach", IsBackground = true };
        _waiter.Start();
        return this;
    }

    public ValueTask<bool> MoveNextAsync()
    {
        _cancellation.ThrowIfCancellationRequested();
        if (_disposed) return new ValueTask<bool>(false);
        var status = _reader.TryRead(out var chunk);
        Current = chunk;
        if (status != ReadStatus.Empty) return new ValueTask<bool>(status == ReadStatus.Chunk);
        _next.Reset();
        var task = new ValueTask<bool>(this, _next.Version);
        _asked.Set();
        return task;
    }

    public ValueTask DisposeAsync()
    {
        if (_disposed) return default;
        _disposed = true;
        _linked?.Dispose(); // also removes the registrations with the callers' tokens
        _asked.Set();
        _reader.Ring.CancelWait();
        return default;
    }

    bool IValueTaskSource<bool>.GetResult(short token) => _next.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _next.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(Action<object?> continuation, object? state, short token,
        ValueTaskSourceOnCompletedFlags flags) =>
        _next.OnCompleted(continuation, state, token, flags);

    private void Wait()
    {
        while (!_disposed)
        {
            if (!_asked.Wait(1_000_000_000)) continue;
            _asked.Reset();
            if (!_disposed) Complete();
        }

        _reader.Dispose();
    }

    private void Complete()
    {
        while (!_disposed)
        {
            if (_cancellation.IsCancellationRequested)
            {
                _next.SetException(new OperationCanceledException(_cancellation));
                return;
            }

            var status = _reader.Read(out var chunk, TimeSpan.FromSeconds(1));
            if (status == ReadStatus.Empty) continue;
            Current = chunk;
            _next.SetResult(status == ReadStatus.Chunk);
            return;
        }
    }
}
