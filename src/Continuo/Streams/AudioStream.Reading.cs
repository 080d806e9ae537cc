using System.Runtime.CompilerServices;
using Continuo.Audio;
using Continuo.Rings;

namespace Continuo.Streams;

/// <content>Reading with copies. Not real-time-safe: these members allocate.</content>
public sealed partial class AudioStream
{
    /// <summary>
    /// Like <see cref="ReadChunksAsync"/>, but copies the audio: each block has its own array and may be kept. Ends with the run.
    /// </summary>
    /// <param name="options">Reader options, such as the maximum lag; <see langword="null"/> uses the defaults.</param>
    /// <param name="cancellation">Ends the enumeration with <see cref="OperationCanceledException"/>.</param>
    public async IAsyncEnumerable<AudioBlock> ReadBlocksAsync(
        RingReaderOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (var chunk in ReadChunksAsync(options, cancellation).ConfigureAwait(false))
        {
            yield return AudioBlock.Copy(chunk);
        }
    }

    /// <summary>Opens a <see cref="System.IO.Stream"/> of raw PCM that starts with the next chunk. Gaps are filled with silence.</summary>
    /// <param name="sample">
    /// Sample type, little-endian. Sample rate and channels are those of the stream, set with <see cref="StreamOptions"/>.
    /// </param>
    /// <exception cref="ObjectDisposedException">The stream is disposed.</exception>
    public PcmStream OpenPcm(SampleType sample = SampleType.S16) => new(this, sample, ownsStream: false);
}
