namespace Continuo.Tests.Pipes;

/// <summary>A stream that delivers its content in portions of given sizes, as a pipe does, then ends or fails.</summary>
internal sealed class ScriptedStream(byte[] content, IEnumerable<int> portions, Exception? failure = null) : Stream
{
    private readonly Queue<int> _portions = new(portions);
    private int _at;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        if (_at == content.Length && failure is not null) throw failure;
        var portion = _portions.TryDequeue(out var next) ? next : count;
        var bytes = Math.Min(Math.Min(portion, count), content.Length - _at);
        content.AsSpan(_at, bytes).CopyTo(buffer.AsSpan(offset));
        _at += bytes;
        return bytes;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
