namespace Continuo.Tests.Sinks;

/// <summary>Remembers each write, so that the file can be rebuilt as it was at any moment.</summary>
internal sealed class RecordedStream : MemoryStream
{
    public List<(long Position, byte[] Bytes)> Writes { get; } = [];

    public override void Write(byte[] buffer, int offset, int count)
    {
        Writes.Add((Position, buffer.AsSpan(offset, count).ToArray()));
        base.Write(buffer, offset, count);
    }

    public override void Write(ReadOnlySpan<byte> buffer) => Write(buffer.ToArray(), 0, buffer.Length);

    public override void WriteByte(byte value) => Write([value], 0, 1);

    /// <summary>The file after all but the last of <paramref name="writes"/>, and <paramref name="bytesOfLast"/> bytes of that.</summary>
    public byte[] Replay(int writes, int bytesOfLast)
    {
        using var file = new MemoryStream();
        for (var i = 0; i < writes; i++)
        {
            file.Position = Writes[i].Position;
            file.Write(Writes[i].Bytes, 0, i == writes - 1 ? bytesOfLast : Writes[i].Bytes.Length);
        }

        return file.ToArray();
    }
}
