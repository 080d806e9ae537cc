using Continuo.Audio;
using Continuo.Ipc.Wire;

namespace Continuo.Ipc.Messages;

/// <summary>
/// Divides chunks of a ring into the contents of audio messages: a chunk is written to <see cref="Block"/>, begun, and read message by
/// message. Not thread-safe; does not allocate after construction.
/// </summary>
internal abstract class MessageCutter : IDisposable
{
    /// <param name="channels">Channels of the audio.</param>
    /// <param name="chunkFrames">Maximum length of a chunk.</param>
    protected MessageCutter(int channels, int chunkFrames)
    {
        Channels = channels;
        Block = new float[chunkFrames * channels];
    }

    /// <summary>Buffer for the next chunk, when the previous one is used up.</summary>
    public float[] Block { get; }

    protected int Channels { get; }

    /// <summary>Creates the cutter for the agreed configuration.</summary>
    /// <exception cref="AudioException">A codec's library is missing.</exception>
    public static MessageCutter Create(in IpcConfig config, int chunkFrames) =>
        config.Codec == IpcCodec.Opus ? new OpusCutter(config, chunkFrames) : new PcmCutter(config, chunkFrames);

    /// <summary>Begins the chunk that has been written to <see cref="Block"/>.</summary>
    public abstract void Begin(in MessagePlace chunk);

    /// <summary>Writes the next message.</summary>
    /// <param name="content">Buffer for its content.</param>
    /// <param name="place">Its position.</param>
    /// <returns>Length of the content in bytes; 0 if nothing is left.</returns>
    public abstract int Next(Span<byte> content, out MessagePlace place);

    /// <summary>Completes the partial message; no chunk will follow.</summary>
    public abstract void Finish();

    /// <summary>Drops the rest of the chunk.</summary>
    public abstract void Drop();

    public abstract void Dispose();
}
