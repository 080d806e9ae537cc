using System.Runtime.CompilerServices;
using Continuo.Audio;
using Continuo.Rings;

namespace Continuo.Streams;

/// <summary>Further ways to read an <see cref="AudioStream"/>. Thread-safe; not real-time-safe: they allocate.</summary>
public static class AudioStreamExtensions
{
    /// <summary>
    /// The same as <see cref="AudioStream.ReadChunksAsync"/>, with audio that may be kept: each block has an array of its own. Begins with the enumeration and ends with the run.
    /// </summary>
    /// <param name="stream">What to read.</param>
    /// <param name="options">How far the reader may lag; <see langword="null"/>: as far as the ring reaches.</param>
    /// <param name="cancellation">Ends the enumeration with <see cref="OperationCanceledException"/>.</param>
    public static async IAsyncEnumerable<AudioBlock> ReadBlocksAsync(this AudioStream stream, RingReaderOptions? options = null, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        await foreach (var chunk in stream.ReadChunksAsync(options, cancellation).ConfigureAwait(false)) yield return AudioBlock.Copy(chunk);
    }

    /// <summary>Opens a <see cref="System.IO.Stream"/> of raw PCM, from now on. Gaps are silence in it.</summary>
    /// <param name="stream">What to read; not owned. Its rate and channels are those of the PCM: ask for them with <see cref="StreamOptions"/>.</param>
    /// <param name="sample">How samples are stored, little-endian.</param>
    /// <exception cref="ObjectDisposedException">The stream is disposed.</exception>
    public static PcmStream OpenPcm(this AudioStream stream, SampleType sample = SampleType.S16) => new(stream, sample, ownsStream: false);
}
