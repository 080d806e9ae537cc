using Continuo.Audio;
using Continuo.Ipc.Wire;
using Continuo.Rings;

namespace Continuo.Ipc.Messages;

/// <summary>
/// Sends a ring's audio over a link, and never waits: a message that is not accepted within its budget is dropped with all audio queued
/// behind it, which the receiver sees as a jump of the position. A receiver that accepts only part of a message, or nothing for long, fails
/// the link. Not thread-safe; does not allocate after construction. Statistics may be read from any thread.
/// </summary>
internal sealed class IpcSender : IDisposable
{
    private const int MaxPerStep = 64;

    private readonly RingReader _reader;
    private readonly IpcLink _link;
    private readonly MessageCutter _cutter;
    private readonly ChannelMapper? _mapper;
    private readonly float[] _chunk;
    private readonly long _budget;
    private MessagePlace _place; // of the last message, accepted or not
    private long _sequence;
    private long _end = -1; // of the last message that was accepted or is waiting
    private long _endBefore;
    private long _bytesSeen;
    private long _stalledAt = -1;
    private bool _isAudioWaiting;
    private bool _isFinished;
    private bool _isStopSent;
    private long _frames;
    private long _gapFrames;

    /// <param name="reader">Source of the audio; owned from now on.</param>
    /// <param name="link">The connection; not owned.</param>
    /// <param name="config">The agreed configuration.</param>
    /// <param name="budget">How long a message may wait to be accepted, in nanoseconds.</param>
    public IpcSender(RingReader reader, IpcLink link, in IpcConfig config, long budget)
    {
        var ring = reader.Ring;
        (_reader, _link, _budget) = (reader, link, budget);
        _cutter = MessageCutter.Create(config, ring.ChunkFrames);
        _mapper = config.Channels == ring.Format.Channels ? null : new ChannelMapper(ring.Format.Channels, config.Channels);
        _chunk = _mapper is null ? _cutter.Block : new float[ring.ChunkFrames * ring.Format.Channels];
    }

    /// <summary>Number of audio messages that were accepted or are waiting.</summary>
    public long Messages => Volatile.Read(ref _sequence);

    /// <summary>Number of frames in them.</summary>
    public long Frames => Volatile.Read(ref _frames);

    /// <summary>Number of frames missing between them: dropped here, or missing in the ring.</summary>
    public long GapFrames => Volatile.Read(ref _gapFrames);

    /// <summary>Statistics of the ring's reader.</summary>
    public ReaderStatistics Statistics => _reader.Statistics;

    /// <summary>Whether the ring has ended, and the receiver has accepted all of its audio and the stop message.</summary>
    public bool IsDone => _isStopSent && !_link.IsSending;

    /// <summary>Sends pending audio as far as it is accepted now; the link's fault shows whether it is still usable.</summary>
    public void Step(long now)
    {
        SendPending(now);
        if (_link.IsBroken) _link.Fail(IpcFault.Disconnected);
    }

    /// <summary>Sends a stop message, if the receiver accepts it at once.</summary>
    public void SendStop(long now)
    {
        if (!_isStopSent && !_link.IsSending && _link.Fault == IpcFault.None) _link.Send(NewHeader(IpcMessageType.Stop, now), now);
    }

    public void Dispose()
    {
        _cutter.Dispose();
        _reader.Dispose();
    }

    private void SendPending(long now)
    {
        if (!_link.Flush(now)) return;
        SeeProgress();
        if (_link.IsSending)
        {
            CheckWaiting(now);
            return;
        }

        _isAudioWaiting = false;
        for (var i = 0; i < MaxPerStep && !_link.IsSending; i++)
        {
            if (!SendNext(now)) break;
            SeeProgress();
        }

        if (_link.Fault == IpcFault.None && !_link.IsSending) SendDueMessages(now);
        SeeProgress();
        if (_link.IsSending && _stalledAt < 0) _stalledAt = now;
    }

    private void SendDueMessages(long now)
    {
        if (_isFinished && !_isStopSent) _isStopSent = _link.Send(NewHeader(IpcMessageType.Stop, now), now);
        else if (now - _link.LastSent >= IpcLimits.Heartbeat) _link.Send(NewHeader(IpcMessageType.Heartbeat, now), now);
    }

    private bool SendNext(long now)
    {
        int bytes;
        MessagePlace place;
        while ((bytes = _cutter.Next(_link.Outgoing, out place)) == 0)
        {
            if (_isFinished || !Begin()) return false;
        }

        var jumps = _end >= 0 && place.Position != _end;
        var flags = jumps ? place.Flags | ChunkFlags.Discontinuity : place.Flags;
        if (jumps) Volatile.Write(ref _gapFrames, _gapFrames + place.Position - _end);
        var header = new IpcHeader(IpcMessageType.Audio, bytes, _link.Stream, _sequence, place.Position, Math.Max(0, place.Time), flags);
        (_place, _endBefore, _end) = (place, _end, place.End);
        Volatile.Write(ref _sequence, _sequence + 1);
        Volatile.Write(ref _frames, _frames + place.Frames);
        _isAudioWaiting = true;
        return _link.Send(header, now);
    }

    private bool Begin()
    {
        switch (_reader.TryRead(_chunk, out var header, out _))
        {
            case ReadStatus.Chunk:
                _mapper?.Map(_chunk.AsSpan(0, header.Frames * _mapper.From), _cutter.Block);
                _cutter.Begin(new MessagePlace(header.Position, header.Frames, header.CaptureTime, header.Flags));
                return true;
            case ReadStatus.End:
                _isFinished = true;
                _cutter.Finish();
                return true;
            default:
                return false;
        }
    }

    private void CheckWaiting(long now)
    {
        if (now - _link.SendingSince < _budget) return;
        if (_link.IsPartlySent || now - _stalledAt > IpcLimits.Stall + _budget)
        {
            _link.Fail(IpcFault.TooSlow);
            return;
        }

        _link.Abandon();
        if (_isAudioWaiting)
        {
            // Undoes the start of the message; the missing frames are counted with the next accepted message.
            if (_endBefore >= 0 && _place.Position != _endBefore)
            {
                Volatile.Write(ref _gapFrames, _gapFrames - (_place.Position - _endBefore));
            }

            Volatile.Write(ref _sequence, _sequence - 1);
            Volatile.Write(ref _frames, _frames - _place.Frames);
            _end = _endBefore;
        }

        _isStopSent = false;
        _cutter.Drop();
        _reader.Shed(long.MaxValue);
    }

    private void SeeProgress()
    {
        if (_link.BytesSent == _bytesSeen) return;
        _bytesSeen = _link.BytesSent;
        _stalledAt = -1;
    }

    private IpcHeader NewHeader(IpcMessageType type, long now)
    {
        _isAudioWaiting = false;
        return new IpcHeader(type, 0, _link.Stream, _sequence, Math.Max(0, _end), now);
    }
}
