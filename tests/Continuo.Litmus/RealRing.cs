using Continuo.Audio;
using Continuo.Rings;

namespace Continuo.Litmus;

/// <summary>The ring under test.</summary>
internal sealed class RealRing(AudioFormat format, int frames, int capacity) : ILitmusRing
{
    private readonly AudioRing _ring = new(format, frames, capacity);

    public void Write(ReadOnlySpan<float> samples, long sequence) => _ring.Write(samples, new ChunkHeader { Position = sequence });

    public void Complete() => _ring.Complete();

    public ILitmusReader OpenReader() => new Reader(_ring.OpenReader());

    public void Dispose() => _ring.Dispose();

    private sealed class Reader(RingReader reader) : ILitmusReader
    {
        public (long Written, long Read, long Dropped)? Books
        {
            get
            {
                var counts = reader.Statistics;
                if (counts.Written != counts.Read + counts.Dropped + counts.Pending)
                {
                    throw new InvalidOperationException($"The books do not balance: {counts}");
                }

                return (counts.Written, counts.Read, counts.Dropped);
            }
        }

        public long TryRead(Span<float> destination, out long lost)
        {
            var status = reader.TryRead(destination, out var header, out var gap);
            lost = gap.Chunks;
            if (status != ReadStatus.Chunk) return status == ReadStatus.End ? -2 : -1;
            return header.Sequence == header.Position ? header.Sequence : long.MaxValue; // a torn header
        }

        public void Dispose() => reader.Dispose();
    }
}
