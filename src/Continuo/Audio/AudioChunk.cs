namespace Continuo.Audio;

/// <summary>
/// A chunk leased to a consumer: up to one chunk size of frames and their position on the timeline. The lease ends when the callback
/// returns, or at the next read of the same reader or enumeration. Using the chunk after that throws; to keep the audio, use
/// <see cref="CopyTo"/>. Reading allocates nothing.
/// </summary>
public readonly struct AudioChunk
{
    private readonly ChunkBuffer _buffer;
    private readonly int _lease;

    internal AudioChunk(ChunkBuffer buffer, int lease)
    {
        _buffer = buffer;
        _lease = lease;
    }

    /// <summary>The audio: <see cref="Frames"/> × channels, interleaved, −1…1 nominal.</summary>
    /// <exception cref="InvalidOperationException">The lease has ended.</exception>
    public ReadOnlySpan<float> Samples
    {
        get
        {
            var buffer = Buffer;
            return buffer.Samples.AsSpan(0, buffer.Header.Frames * buffer.Format.Channels);
        }
    }

    /// <summary>Sample rate and channels.</summary>
    public AudioFormat Format => Buffer.Format;

    /// <summary>The chunk's header: sequence, position, times, flags.</summary>
    public ref readonly ChunkHeader Header => ref Buffer.Header;

    /// <summary>The audio missing between the consumer's previous chunk and this one, with the reason.</summary>
    public Gap Gap => Buffer.Gap;

    /// <summary>Number of frames; 0 for a chunk that only reports a gap.</summary>
    public int Frames => Buffer.Header.Frames;

    /// <summary>The chunk's number since the stream's start.</summary>
    public long Sequence => Buffer.Header.Sequence;

    /// <summary>Position of the first frame on the timeline, in frames since the stream's start.</summary>
    public long Position => Buffer.Header.Position;

    /// <summary>Capture time of the first frame, in nanoseconds of the stream's clock.</summary>
    public long CaptureTime => Buffer.Header.CaptureTime;

    /// <summary>Whether all samples are below the stream's silence threshold.</summary>
    public bool IsSilent => (Buffer.Header.Flags & ChunkFlags.Silent) != 0;

    private ChunkBuffer Buffer => _buffer is { } buffer && buffer.IsLeased(_lease) ? buffer : throw Returned();

    /// <summary>Copies the audio: <see cref="Frames"/> × channels samples.</summary>
    /// <exception cref="ArgumentException">The destination is too short.</exception>
    public void CopyTo(Span<float> destination) => Samples.CopyTo(destination);

    private static InvalidOperationException Returned() =>
        new("The chunk's lease has ended: a chunk is valid inside its callback, or until the next read. Copy what you keep.");
}
