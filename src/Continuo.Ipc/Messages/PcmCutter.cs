using Continuo.Audio;
using Continuo.Ipc.Wire;

namespace Continuo.Ipc.Messages;

/// <summary>Uncompressed samples: a chunk becomes one message, or several if it is too long.</summary>
internal sealed class PcmCutter(in IpcConfig config, int chunkFrames) : MessageCutter(config.Channels, chunkFrames)
{
    private readonly SampleType _type = TypeOf(config.Codec);
    private readonly AudioFormat _format = config.Format;
    private readonly int _most = config.Frames;
    private MessagePlace _left;
    private int _taken;

    /// <summary>Sample type of a codec other than Opus.</summary>
    public static SampleType TypeOf(IpcCodec codec) => codec == IpcCodec.S16 ? SampleType.S16 : SampleType.F32;

    public override void Begin(in MessagePlace chunk) => (_left, _taken) = (chunk, 0);

    public override int Next(Span<byte> content, out MessagePlace place)
    {
        var frames = Math.Min(_left.Frames, _most);
        place = _left with { Frames = frames };
        if (frames == 0) return 0;
        var samples = frames * Channels;
        SampleConverter.Encode(Block.AsSpan(_taken * Channels, samples), _type, content);
        _taken += frames;
        _left = new MessagePlace(place.End, _left.Frames - frames, place.Time + _format.ToNanoseconds(frames),
            _left.Flags & ~ChunkFlags.Discontinuity);
        return samples * PcmFormat.BytesOf(_type);
    }

    public override void Finish()
    {
    }

    public override void Drop() => _left = default;

    public override void Dispose()
    {
    }
}
