using System.Runtime.CompilerServices;
using Continuo.Audio;
using Continuo.Rings;

namespace Continuo.Streams;

/// <summary>Further ways to read an <see cref="AudioStream"/>. Thread-safe; not real-time-safe: they allocate.</summary>
public static class AudioStreamExtensions
{
    /// <summary>
    /// Like <see cref="AudioStream.ReadChunksAsync"/>, but copies the audio: each block has its own array and may be kept. Ends with the
    /// run.
    /// </summary>
    /// <param name="stream">The stream to read.</param>
    /// <param name="options">Reader options, such as the maximum lag; <see langword="null"/> uses the defaults.</param>
    /// <param name="cancellation">Ends the enumeration with <see cref="OperationCanceledException"/>.</param>
    public static async IAsyncEnumerable<AudioBlock> ReadBlocksAsync(
        this AudioStream stream,
        RingReaderOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        await foreach (var chunk in stream.ReadChunksAsync(options, cancellation).ConfigureAwait(false))
        {
            yield return AudioBlock.Copy(chunk);
        }
    }

    /// <summary>Opens a <see cref="System.IO.Stream"/> of raw PCM that starts with the next chunk. Gaps are filled with silence.</summary>
    /// <param name="stream">The stream to read; not owned. The PCM has its sample rate and channels, which are set with
    /// <see cref="StreamOptions"/>.</param>
    /// <param name="sample">Sample type, little-endian.</param>
    /// <exception cref="ObjectDisposedException">The stream is disposed.</exception>
    public static PcmStream OpenPcm(this AudioStream stream, SampleType sample = SampleType.S16) => new(stream, sample, ownsStream: false);
}
