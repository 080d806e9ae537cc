namespace Continuo.Audio;

/// <summary>The reusable memory behind an <see cref="AudioChunk"/>, with the number of its current lease.</summary>
internal sealed class ChunkBuffer
{
    private int _lease;

    public ChunkBuffer(AudioFormat format, int chunkFrames)
    {
        Format = format;
        Samples = GC.AllocateArray<float>(chunkFrames * format.Channels, pinned: true);
    }

    public AudioFormat Format { get; }

    public float[] Samples { get; }

    public ChunkHeader Header;

    public Gap Gap;

    public AudioChunk Lease() => new(this, _lease);

    /// <summary>Ends the lease: a chunk that is still held then throws instead of showing another chunk's audio.</summary>
    public void Return() => Volatile.Write(ref _lease, _lease + 1);

    public bool IsLeased(int lease) => Volatile.Read(ref _lease) == lease;
}
