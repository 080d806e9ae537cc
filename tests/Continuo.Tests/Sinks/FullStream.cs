namespace Continuo.Tests.Sinks;

/// <summary>
/// Passes writes on until the stream is <paramref name="capacity"/> bytes long, then reports a full disk, as the system does: after writing
/// what fits.
/// </summary>
internal sealed class FullStream(Stream inner, long capacity) : Stream
{
    public override bool CanRead => inner.CanRead;
    public override bool CanSeek => true;
    public override bool CanWrite => true;
    public override long Length => inner.Length;

    public override long Position
    {
        get => inner.Position;
        set => inner.Position = value;
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        var fits = (int)Math.Clamp(capacity - inner.Position, 0, count);
        inner.Write(buffer, offset, fits);
        if (fits < count) throw new IOException("No space left on device", OperatingSystem.IsWindows() ? unchecked((int)0x80070070) : 28);
    }

    public override void Flush() => inner.Flush();
    public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);
    public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);
    public override void SetLength(long value) => inner.SetLength(value);
}
