using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Diagnostics;
using Continuo.Rooms;
using Continuo.Rtp.Packets;
using Continuo.Rtp.Reception;
using Continuo.WebRtc.Sessions;
using Continuo.WebRtc.Sessions.Publishing;

namespace Continuo.Server.Rooms;

/// <summary>
/// A room's speaker that is a WebRTC publisher: its packets through the product's receiver and jitter buffer. Its room parks while the
/// publisher sends nothing. The session keeps ownership.
/// </summary>
internal sealed class PublishedSpeakerInput : ISpeakerInput
{
    private const long IdleNanoseconds = 1_000_000_000;

    private readonly PublishedSource _source;
    private RtpStream? _stream;

    /// <exception cref="AudioException">The session has ended.</exception>
    public PublishedSpeakerInput(WebRtcSession session)
    {
        _source = (PublishedSource)session.Source!;
        _source.Open();
    }

    /// <inheritdoc/>
    public AudioFormat Format => _source.Format;

    /// <inheritdoc/>
    [RealTime]
    public PacketCodec? Codec => null;

    /// <inheritdoc/>
    public bool WakesRoom => true;

#pragma warning disable CTN016, CTN017 // Reads of fields that another thread writes; they neither wait nor allocate.
    /// <inheritdoc/>
    [RealTime]
    public bool IsIdle => _source.Transport.LastArrival == 0 || SystemClock.Instance.Now - _source.Transport.LastArrival > IdleNanoseconds;

    /// <summary>Now, as long as the session lasts: it is the session's end that removes a speaker who is silent.</summary>
    [RealTime]
    public long LastArrival => SystemClock.Instance.Now;

    /// <inheritdoc/>
    [RealTime]
    public SpeakerBlock Read(Span<float> samples)
    {
        if (_source.Newest is { } newest) _stream = newest;
        if (_stream is not { HasLeft: false } stream)
        {
            samples.Clear();
            return SpeakerBlock.Silent;
        }

        stream.Read(samples);
        return stream.HeardPackets ? SpeakerBlock.Heard : SpeakerBlock.Silent;
    }
#pragma warning restore CTN016, CTN017

    /// <inheritdoc/>
    [RealTime]
    public bool TryGetPacket(out ReadOnlySpan<byte> packet)
    {
        packet = default;
        return false;
    }

    /// <inheritdoc/>
    public void Connect(RoomWake wake) => _source.Transport.Arrived = wake.Wake;

    /// <inheritdoc/>
    public void Dispose()
    {
        _source.Transport.Arrived = null;
        _source.Dispose();
    }
}
