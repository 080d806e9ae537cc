namespace Continuo.Pipes;

/// <summary>
/// A stream to a pipe or device whose writes can be interrupted, based on <see cref="InterruptibleWriter"/>. Not seekable. One thread
/// writes; <see cref="Interrupt"/> is thread-safe.
/// </summary>
/// <param name="stream">Owned.</param>
/// <param name="name">Name of the writing thread.</param>
internal sealed class InterruptibleStream(Stream stream, string name) : Stream
{
    private readonly InterruptibleWriter _drain = new(stream, name, ownsStream: true);
    private volatile bool _interrupted;

    /// <summary>Whether <see cref="Interrupt"/> was called.</summary>
    public bool IsInterrupted => _interrupted;

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Ends a blocked write and all later ones.</summary>
    public void Interrupt()
    {
        _interrupted = true;
        _drain.Interrupt();
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => _drain.Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer) => _drain.Write(buffer);

    /// <inheritdoc/>
    public override void Flush() => _drain.Flush();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) _drain.Dispose();
        base.Dispose(disposing);
    }
}
