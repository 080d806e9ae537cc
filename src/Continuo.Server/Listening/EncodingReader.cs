using System.Threading.Tasks.Sources;

namespace Continuo.Server.Listening;

/// <summary>
/// One listener's place in a shared encoding. Never more than <see cref="MaxLag"/> behind: what is older is dropped and counted. One task
/// reads; <see cref="Dispose"/> and the counters are thread-safe. Reading allocates nothing.
/// </summary>
internal sealed class EncodingReader : IValueTaskSource<bool>, IDisposable
{
    public static readonly TimeSpan MaxLag = TimeSpan.FromMilliseconds(500);

    private readonly StreamEncoding _encoding;
    private readonly int _maxPackets;
    private ManualResetValueTaskSourceCore<bool> _arrival = new() { RunContinuationsAsynchronously = true };
    private long _cursor;
    private bool _isWaiting;
    private bool _isEnded;
    private long _packets;
    private long _bytes;
    private long _dropped;

    /// <summary>Under the encoding's gate.</summary>
    internal EncodingReader(StreamEncoding encoding, long cursor)
    {
        _encoding = encoding;
        _cursor = cursor;
        _maxPackets = Math.Max(1, (int)(MaxLag.TotalMilliseconds / encoding.Settings.PacketMs));
    }

    public StreamEncoding Encoding => _encoding;

    /// <summary>Packets read.</summary>
    public long Packets => Volatile.Read(ref _packets);

    /// <summary>Bytes in them.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Packets dropped because the listener was too slow.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    /// <summary>Copies the next packet, if there is one.</summary>
    /// <param name="destination">At least <see cref="StreamEncoding.MaxPacketBytes"/> long.</param>
    /// <param name="packet">The packet.</param>
    public bool TryRead(Span<byte> destination, out EncodedPacket packet)
    {
        lock (_encoding.Gate)
        {
            packet = default;
            var log = _encoding.Log;
            if (_isEnded || _cursor >= log.Head) return false;
            var oldest = Math.Max(log.Tail, log.Head - _maxPackets);
            if (_cursor < oldest)
            {
                Volatile.Write(ref _dropped, _dropped + oldest - _cursor);
                _cursor = oldest;
            }

            packet = log.Read(_cursor++, destination);
        }

        Volatile.Write(ref _packets, _packets + 1);
        Volatile.Write(ref _bytes, _bytes + packet.Length);
        return true;
    }

    /// <summary>Waits until there is a packet.</summary>
    /// <returns><see langword="false"/> at the end: the stream was removed, or this reader disposed.</returns>
    public ValueTask<bool> WaitAsync()
    {
        lock (_encoding.Gate)
        {
            if (_isEnded) return ValueTask.FromResult(false);
            if (_cursor < _encoding.Log.Head) return ValueTask.FromResult(true);
            _arrival.Reset();
            _isWaiting = true;
            return new ValueTask<bool>(this, _arrival.Version);
        }
    }

    public void Dispose() => _encoding.Remove(this);

    /// <summary>Under the encoding's gate: the continuation runs elsewhere.</summary>
    internal void Notify(bool isEnd)
    {
        _isEnded |= isEnd;
        if (!_isWaiting) return;
        _isWaiting = false;
        _arrival.SetResult(!_isEnded);
    }

    bool IValueTaskSource<bool>.GetResult(short token) => _arrival.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _arrival.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _arrival.OnCompleted(continuation, state, token, flags);
}
