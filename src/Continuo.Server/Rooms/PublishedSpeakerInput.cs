using Continuo.Audio;
using Continuo.Clocks;
using Continuo.Diagnostics;
using Continuo.Rooms;
using Continuo.Rooms.Inputs;
using Continuo.Rtp.Packets;
using Continuo.Rtp.Reception;
using Continuo.WebRtc.Sessions;
using Continuo.WebRtc.Sessions.Publishing;

namespace Continuo.Server.Rooms;

/// <summary>
/// A room's speaker that is a WebRTC publisher: its packets through the product's receiver and jitter buffer. Its room parks while the
/// publisher sends nothing. The session ends with the speaker.
/// </summary>
internal sealed class PublishedSpeakerInput : ISpeakerInput, IWatchedInput
{
    private const long IdleNanoseconds = 1_000_000_000;

    private readonly WebRtcSession _session;
    private readonly PublishedSource _source;
    private readonly PacketWatchers _watchers = new();
    private RtpStream? _stream;

    /// <exception cref="AudioException">The session has ended.</exception>
    public PublishedSpeakerInput(WebRtcSession session)
    {
        _session = session;
        _source = (PublishedSource)session.Source!;
        _source.Open();
    }

    /// <summary>Options of a session whose publisher is a speaker: its packets are kept, so that the room can forward them.</summary>
    /// <param name="tick">The room's tick.</param>
    public static WebRtcPublishOptions OptionsFor(TimeSpan tick)
    {
        var options = new WebRtcPublishOptions { PacketMilliseconds = (int)tick.TotalMilliseconds };
        return options with { Jitter = options.Jitter with { KeepsPackets = true } };
    }

    PacketWatchers IWatchedInput.Watchers => _watchers;

    /// <inheritdoc/>
    public AudioFormat Format => _source.Format;

    /// <inheritdoc/>
    [RealTime]
    public PacketCodec? Codec => _stream?.Codec;

    /// <inheritdoc/>
    public bool WakesRoom => true;

    /// <summary>Delay of the jitter buffer; <see langword="null"/> before the first packet. Not for the tick: allocates.</summary>
    public double? BufferMs => Volatile.Read(ref _stream)?.GetStatistics().Buffer?.DelayMs;

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
        if (_source.Newest is { } newest && newest != _stream)
        {
            newest.Watchers = _watchers;
            _stream = newest;
        }

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
        return _stream is { } stream && stream.TryGetPacket(out packet);
    }

    /// <inheritdoc/>
    [RealTime]
    public void CatchUp() => _stream?.CatchUp();

    /// <inheritdoc/>
    public void Connect(RoomWake wake) => _source.Transport.Arrived = wake.Wake;

    /// <inheritdoc/>
    public void Dispose()
    {
        _source.Transport.Arrived = null;
        _source.Dispose();
        _ = _session.StopAsync("the speaker has left the room");
    }
}
