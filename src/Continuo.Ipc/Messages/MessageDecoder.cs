using Continuo.Audio;
using Continuo.Ipc.Wire;
using Continuo.Rtp.Packets;

namespace Continuo.Ipc.Messages;

/// <summary>
/// Converts the content of audio messages to samples. Invalid content never throws; does not allocate after construction.
/// </summary>
internal abstract class MessageDecoder : IDisposable
{
    /// <summary>Creates the decoder for the agreed configuration.</summary>
    /// <exception cref="AudioException">A codec's library is missing.</exception>
    public static MessageDecoder Create(in IpcConfig config) =>
        config.Codec == IpcCodec.Opus ? new OpusDecoder(config) : new PcmDecoder(config);

    /// <summary>Decodes one message.</summary>
    /// <param name="content">Its content.</param>
    /// <param name="samples">Room for the agreed maximum of frames.</param>
    /// <returns>Number of frames; 0 or less if the content is invalid.</returns>
    public abstract int Decode(ReadOnlySpan<byte> content, Span<float> samples);

    public abstract void Dispose();

    private sealed class OpusDecoder(in IpcConfig config) : MessageDecoder
    {
        private readonly IPacketDecoder _decoder = CodecRegistry.CreateDecoder(CodecRegistry.Describe("opus", config.Format));
        private readonly int _frames = config.Frames;

        public override int Decode(ReadOnlySpan<byte> content, Span<float> samples) =>
            _decoder.FramesOf(content) == _frames ? _decoder.Decode(content, samples) : 0;

        public override void Dispose() => _decoder.Dispose();
    }

    private sealed class PcmDecoder(in IpcConfig config) : MessageDecoder
    {
        private readonly SampleType _type = PcmCutter.TypeOf(config.Codec);
        private readonly int _frameBytes = config.Channels * PcmFormat.BytesOf(PcmCutter.TypeOf(config.Codec));
        private readonly int _most = config.Frames;

        public override int Decode(ReadOnlySpan<byte> content, Span<float> samples)
        {
            var frames = content.Length / _frameBytes;
            if (frames > _most || frames * _frameBytes != content.Length) return 0;
            SampleConverter.Decode(content, _type, samples);
            return frames;
        }

        public override void Dispose()
        {
        }
    }
}
