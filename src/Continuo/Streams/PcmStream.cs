using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Sinks;
using Continuo.Sources;

namespace Continuo.Streams;

/// <summary>
/// An <see cref="AudioStream"/> as a <see cref="Stream"/> of bytes: raw PCM, interleaved, little-endian. Gaps are filled with silence, so
/// the bytes keep real time. Ends with the run; if the run fails, the read after its last audio throws.
/// </summary>
/// <remarks>
/// One reader at a time; <see cref="Stream.Dispose()"/> may be called from any thread and ends a read in progress. Not real-time-safe.
/// </remarks>
public sealed class PcmStream : Stream
{
    private readonly AudioStream _stream;
    private readonly bool _ownsStream;
    private readonly IAsyncEnumerator<AudioChunk> _chunks;
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task<bool>? _pending;
    private byte[] _bytes = [];
    private int _next;
    private int _end;
    private long _silence; // bytes of silence before those at _next
    private int _isDisposed;

    internal PcmStream(AudioStream stream, SampleType sample, bool ownsStream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        (_stream, _ownsStream) = (stream, ownsStream);
        _chunks = stream.ReadChunksAsync().GetAsyncEnumerator();
        Format = new PcmFormat(sample, stream.Format);
    }

    /// <summary>PCM format of the bytes.</summary>
    public PcmFormat Format { get; }

    /// <summary>Creates a source that reads raw PCM from any stream of bytes; incomplete frames at the end are dropped.</summary>
    /// <param name="bytes">
    /// Stream to read, on another thread after <see cref="IAudioSource.Open"/>. Closed with the source, or when a read in progress at that
    /// moment returns.
    /// </param>
    /// <param name="pcm">PCM format of the bytes.</param>
    /// <param name="clock">Clock for time-outs; <see langword="null"/>: the system's.</param>
    public static IAudioSource CreateSource(Stream bytes, PcmFormat pcm, MonotonicClock? clock = null) =>
        new PcmStreamSource(bytes, pcm, clock ?? MonotonicClock.System);

    /// <summary>Creates a sink that writes raw PCM to any stream of bytes, unbuffered. Converts channels but not sample rates.</summary>
    /// <param name="bytes">Stream to write. Closed with the sink, or when a write in progress at that moment returns.</param>
    /// <param name="pcm">PCM format to write; <see langword="null"/>: float samples in the format of the audio.</param>
    public static IAudioSink CreateSink(Stream bytes, PcmFormat? pcm = null) => new PcmStreamSink(bytes, pcm);

    /// <inheritdoc/>
    public override bool CanRead => Volatile.Read(ref _isDisposed) == 0;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Reads the available bytes; waits only if there are none.</summary>
    /// <param name="buffer">Receives the bytes. A frame may be split between two reads.</param>
    /// <param name="cancellationToken">Cancels the wait; no audio is lost.</param>
    /// <returns>Number of bytes read; 0 at the end.</returns>
    /// <exception cref="AudioException">The stream has failed, and all earlier audio has been read.</exception>
    /// <exception cref="ObjectDisposedException">This stream was disposed before or during the read.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        while (buffer.Length > 0)
        {
            if (Take(buffer.Span) is > 0 and var count) return count;
            if (await MoveNextAsync(cancellationToken).ConfigureAwait(false))
            {
                Convert(_chunks.Current);
                continue;
            }

            if (_stream.Health == StreamHealth.Failed && _stream.Failure is { } failure) throw failure;
            return 0;
        }

        return 0;
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        ValidateBufferArguments(buffer, offset, count);
        return ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        return ReadAsync(buffer.AsMemory(offset, count)).AsTask().GetAwaiter().GetResult();
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (End())
        {
            await _chunks.DisposeAsync().ConfigureAwait(false);
            if (_ownsStream) await _stream.DisposeAsync().ConfigureAwait(false);
        }

        await base.DisposeAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && End())
        {
            _chunks.DisposeAsync().AsTask().GetAwaiter().GetResult(); // does not wait
            if (_ownsStream) _stream.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <returns>Whether this call is the first, which then frees everything.</returns>
    private bool End()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0) return false;
        _closed.TrySetResult();
        return true;
    }

    private int Take(Span<byte> destination)
    {
        if (_silence > 0)
        {
            var silent = (int)Math.Min(_silence, destination.Length);
            destination[..silent].Clear();
            _silence -= silent;
            return silent;
        }

        var count = Math.Min(_end - _next, destination.Length);
        _bytes.AsSpan(_next, count).CopyTo(destination);
        _next += count;
        return count;
    }

    /// <summary>
    /// A cancelled wait leaves the pending chunk for the next read; a wait in progress at disposal is abandoned with its enumeration.
    /// </summary>
    private async ValueTask<bool> MoveNextAsync(CancellationToken cancellation)
    {
        ObjectDisposedException.ThrowIf(!CanRead, this);
        if (_pending is null)
        {
            var next = _chunks.MoveNextAsync();
            if (next.IsCompletedSuccessfully) return next.Result;
            _pending = next.AsTask();
        }

        await Task.WhenAny(_pending, _closed.Task).WaitAsync(cancellation).ConfigureAwait(false);
        ObjectDisposedException.ThrowIf(!CanRead, this);
        var hasNext = await _pending.ConfigureAwait(false);
        _pending = null;
        return hasNext;
    }

    private void Convert(in AudioChunk chunk)
    {
        var size = chunk.Samples.Length * Format.SampleBytes;
        if (_bytes.Length < size) _bytes = new byte[size];
        _silence = chunk.Gap.Frames * Format.FrameBytes;
        _next = 0;
        _end = SampleConverter.Encode(chunk.Samples, Format.Sample, _bytes) * Format.SampleBytes;
    }
}
