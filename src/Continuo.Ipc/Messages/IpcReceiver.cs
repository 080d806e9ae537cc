using Continuo.Audio;
using Continuo.Ipc.Wire;
using Continuo.Sources;

namespace Continuo.Ipc.Messages;

/// <summary>
/// Converts audio messages to frames, and checks each message against the agreed configuration and its expected position. Invalid messages
/// never throw. Not thread-safe; does not allocate after construction.
/// </summary>
internal sealed class IpcReceiver(in IpcConfig config) : IDisposable
{
    private readonly AudioFormat _format = config.Format;
    private readonly MessageDecoder _decoder = MessageDecoder.Create(config);
    private readonly float[] _block = new float[config.Frames * config.Channels];
    private int _frames;
    private int _taken;
    private long _time;
    private long _gap;

    /// <summary>Format of the frames.</summary>
    public AudioFormat Format => _format;

    /// <summary>Number of the next expected message.</summary>
    public long NextSequence { get; private set; }

    /// <summary>Position after the last received frame; −1 before the first.</summary>
    public long Position { get; private set; } = -1;

    /// <summary>Whether everything received has been read.</summary>
    public bool IsEmpty => _taken == _frames;

    /// <summary>Accepts a message. The previous one must have been read completely.</summary>
    public IpcFault Take(in IpcHeader header, ReadOnlySpan<byte> content)
    {
        if (header.Sequence != NextSequence) return IpcFault.WrongSequence;
        var gap = Position < 0 ? 0 : header.Position - Position;
        if (gap < 0 || (gap > 0 && (header.Flags & ChunkFlags.Discontinuity) == 0)) return IpcFault.WrongPosition;
        if (header.Position > long.MaxValue - _block.Length) return IpcFault.WrongPosition;
        var frames = _decoder.Decode(content, _block);
        if (frames <= 0) return IpcFault.WrongAudio;
        (_frames, _taken, _time, _gap) = (frames, 0, header.Time, gap);
        NextSequence++;
        Position = header.Position + frames;
        return IpcFault.None;
    }

    /// <summary>Reads the rest of the current message, as far as it fits.</summary>
    public SourceRead Read(Span<float> destination)
    {
        var frames = Math.Min(_frames - _taken, destination.Length / _format.Channels);
        if (frames == 0) return SourceRead.Nothing;
        _block.AsSpan(_taken * _format.Channels, frames * _format.Channels).CopyTo(destination);
        var time = _time + _format.ToNanoseconds(_taken);
        var read = new SourceRead(SourceStatus.Data, frames, time, _gap, _gap > 0 ? GapReason.Device : GapReason.None);
        _taken += frames;
        _gap = 0;
        return read;
    }

    public void Dispose() => _decoder.Dispose();
}
