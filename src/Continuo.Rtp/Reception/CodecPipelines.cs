using Continuo.Audio;
using Continuo.Rtp.Packets;

namespace Continuo.Rtp.Reception;

/// <summary>
/// The pipelines of a source, one for each codec that it has used. Only the network's thread adds; a consumer may be reading any of them,
/// so all are kept until the source is disposed.
/// </summary>
internal sealed class CodecPipelines(ReceptionOptions options, AudioFormat format) : IDisposable
{
    private const int MaxRetired = 16;

    private readonly List<CodecPipeline> _current = [];
    private readonly List<CodecPipeline> _retired = [];

    /// <summary>
    /// Returns the pipeline for a payload type; <see langword="null"/> if no codec was agreed for it, or if the codec's rate is not that of
    /// the session. Allocates when a codec is seen first, and when packets no longer fit.
    /// </summary>
    /// <param name="payloadType">Payload type of the packet.</param>
    /// <param name="payload">Its payload.</param>
    /// <param name="isNew">Whether the pipeline was created by this call.</param>
    public CodecPipeline? Find(byte payloadType, ReadOnlySpan<byte> payload, out bool isNew)
    {
        isNew = false;
        if (options.Payloads.Codec(payloadType) is not { } codec || codec.Format.SampleRate != format.SampleRate) return null;
        var index = IndexOf(codec);
        if (index >= 0 && (_current[index].Fits(payload) || _retired.Count == MaxRetired)) return _current[index];
        isNew = true;
        var created = new CodecPipeline(codec, format, options, payload);
        if (index < 0)
        {
            _current.Add(created);
            return created;
        }

        // Packets have become longer, or so short that too few fit.
        _retired.Add(_current[index]);
        created.Gate = _current[index].Gate;
        return _current[index] = created;
    }

    /// <summary>Restarts all jitter buffers: what was sent during an outage is neither awaited nor concealed.</summary>
    public void Restart()
    {
        foreach (var pipeline in _current) pipeline.Buffer.Restart();
    }

    public void Dispose()
    {
        foreach (var pipeline in _current) pipeline.Dispose();
        foreach (var pipeline in _retired) pipeline.Dispose();
    }

    private int IndexOf(PacketCodec codec)
    {
        for (var i = 0; i < _current.Count; i++)
        {
            if (_current[i].Codec == codec) return i;
        }

        return -1;
    }
}
