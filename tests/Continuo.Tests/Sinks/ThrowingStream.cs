namespace Continuo.Tests.Sinks;

/// <summary>A stream of a user's whose reads, writes and closing all fail in the way given.</summary>
internal sealed class ThrowingStream(Exception failure) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw failure;

    public override long Position { get => throw failure; set => throw failure; }

    public override void Flush() => throw failure;

    public override int Read(byte[] buffer, int offset, int count) => throw failure;

    public override long Seek(long offset, SeekOrigin origin) => throw failure;

    public override void SetLength(long value) => throw failure;

    public override void Write(byte[] buffer, int offset, int count) => throw failure;

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing) throw failure;
    }
}
