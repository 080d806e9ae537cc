using Continuo.Audio;
using Continuo.Codecs.Opus;
using Continuo.Ipc.Wire;
using Continuo.Rtp.Packets;

namespace Continuo.Ipc.Messages;

/// <summary>Opus packets of the agreed length. The packets that a chunk completes are encoded when it begins.</summary>
internal sealed class OpusCutter : MessageCutter, IPacketWire
{
    private readonly IPacketEncoder _encoder;
    private readonly Packetizer _packetizer;
    private readonly byte[][] _contents;
    private readonly (MessagePlace Place, int Bytes)[] _ready;
    private int _first;
    private int _end;
    private long _origin = -1; // position at which the packetizer's timeline begins

    /// <exception cref="AudioException"><see cref="AudioErrorCode.LibraryMissing"/>.</exception>
    public OpusCutter(in IpcConfig config, int chunkFrames)
        : base(config.Channels, chunkFrames)
    {
        var preset = OpusPreset.Standard;
        var format = config.Format;
        _encoder = CodecRegistry.CreateEncoder(CodecRegistry.Describe("opus", format, format.ToTime(config.Frames)),
            preset with { Settings = preset.Settings with { BitRate = config.BitRate } });
        _packetizer = new Packetizer(_encoder, this);

        // A gap may complete one packet, a chunk those that fit into it and one more, the end as many as the look-ahead needs.
        var most = 3 + (chunkFrames + _encoder.LookAheadFrames) / config.Frames;
        _ready = new (MessagePlace, int)[most];
        _contents = [.. Enumerable.Range(0, most).Select(_ => new byte[_encoder.MaxPayloadBytes])];
    }

    public override void Begin(in MessagePlace chunk)
    {
        if (_origin < 0) _origin = chunk.Position;
        (_first, _end) = (0, 0);
        _packetizer.Write(Block.AsSpan(0, chunk.Frames * Channels), chunk.Time, chunk.Position - _origin - _packetizer.Position);
    }

    public override int Next(Span<byte> content, out MessagePlace place)
    {
        place = default;
        if (_first == _end) return 0;
        (place, var bytes) = _ready[_first];
        _contents[_first++].AsSpan(0, bytes).CopyTo(content);
        return bytes;
    }

    public override void Finish()
    {
        (_first, _end) = (0, 0);
        _packetizer.Finish();
    }

    public override void Drop() => (_first, _end) = (0, 0);

    public override void Dispose() => _encoder.Dispose();

    void IPacketWire.Send(in OutgoingPacket packet)
    {
        packet.Payload.CopyTo(_contents[_end]);
        var flags = packet.IsFirst ? ChunkFlags.Discontinuity : ChunkFlags.None;
        _ready[_end++] = (new MessagePlace(_origin + packet.MediaTime, packet.Frames, Math.Max(0, packet.CaptureTime), flags),
            packet.Payload.Length);
    }
}
