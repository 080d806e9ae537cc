using Continuo.Audio;
using Continuo.Ipc.Wire;

namespace Continuo.Ipc.Messages;

/// <summary>
/// Turns chunks of a ring into the contents of audio messages: a chunk is written to <see cref="Block"/>, begun, and taken message by message.
/// One thread at a time; allocates nothing after construction.
/// </summary>
internal abstract class MessageCutter : IDisposable
{
    /// <param name="channels">Of the audio that is sent.</param>
    /// <param name="chunkFrames">The most frames that a chunk holds.</param>
    protected MessageCutter(int channels, int chunkFrames)
    {
        Channels = channels;
        Block = new float[chunkFrames * channels];
    }

    /// <summary>Where the next chunk goes, when nothing is left of the one before.</summary>
    public float[] Block { get; }

    protected int Channels { get; }

    /// <summary>Makes the cutter of what was agreed.</summary>
    /// <exception cref="AudioException">A codec's library is missing.</exception>
    public static MessageCutter Create(in IpcConfig config, int chunkFrames) =>
        config.Codec == IpcCodec.Opus ? new OpusCutter(config, chunkFrames) : new PcmCutter(config, chunkFrames);

    /// <summary>Begins with the chunk that has been written to <see cref="Block"/>.</summary>
    public abstract void Begin(in MessagePlace chunk);

    /// <summary>Cuts the next message.</summary>
    /// <param name="content">Where its content goes.</param>
    /// <param name="place">Where it belongs.</param>
    /// <returns>The content's length in bytes; 0 if nothing is left.</returns>
    public abstract int Next(Span<byte> content, out MessagePlace place);

    /// <summary>Brings out what was begun; there will be no other chunk.</summary>
    public abstract void Finish();

    /// <summary>Forgets what is left of the chunk.</summary>
    public abstract void Drop();

    public abstract void Dispose();
}
