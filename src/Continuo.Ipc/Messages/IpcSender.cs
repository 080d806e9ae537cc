using Continuo.Audio;
using Continuo.Ipc.Wire;
using Continuo.Rings;

namespace Continuo.Ipc.Messages;

/// <summary>
/// Sends a ring's audio over one link, and never waits: a message that is not taken within its budget is given up with all that stands behind
/// it, which the receiver sees as a jump of the position; a receiver that takes part of a message only, or nothing for long, fails the link.
/// One thread at a time; allocates nothing after construction. Counts may be read from any thread.
/// </summary>
internal sealed class IpcSender : IDisposable
{
    private const int MostPerStep = 64;

    private readonly RingReader _reader;
    private readonly IpcLink _link;
    private readonly MessageCutter _cutter;
    private readonly ChannelMapper? _mapper;
    private readonly float[] _chunk;
    private readonly long _budget;
    private MessagePlace _place; // of the message sent last, taken or not
    private long _sequence;
    private long _end = -1; // of the last message that was taken or is waiting
    private long _endBefore;
    private long _bytesSeen;
    private long _stalledAt = -1;
    private bool _isAudioWaiting;
    private bool _isFinished;
    private bool _isStopSent;
    private long _frames;
    private long _gapFrames;

    /// <param name="reader">Where the audio comes from; owned from here on.</param>
    /// <param name="link">Where it goes; remains the caller's.</param>
    /// <param name="config">What was agreed.</param>
    /// <param name="budget">How long a message may wait to be taken, in nanoseconds.</param>
    public IpcSender(RingReader reader, IpcLink link, in IpcConfig config, long budget)
    {
        var ring = reader.Ring;
        (_reader, _link, _budget) = (reader, link, budget);
        _cutter = MessageCutter.Create(config, ring.ChunkFrames);
        _mapper = config.Channels == ring.Format.Channels ? null : new ChannelMapper(ring.Format.Channels, config.Channels);
        _chunk = _mapper is null ? _cutter.Block : new float[ring.ChunkFrames * ring.Format.Channels];
    }

    /// <summary>Audio messages that were taken, or wait.</summary>
    public long Messages => Volatile.Read(ref _sequence);

    /// <summary>Frames in them.</summary>
    public long Frames => Volatile.Read(ref _frames);

    /// <summary>Frames that were missing between them: given up here, or never in the ring.</summary>
    public long GapFrames => Volatile.Read(ref _gapFrames);

    /// <summary>The books of the ring's reader.</summary>
    public ReaderStatistics Statistics => _reader.Statistics;

    /// <summary>Whether the ring has ended, and the receiver has taken all of it and the news.</summary>
    public bool IsDone => _isStopSent && !_link.IsSending;

    /// <summary>Sends what is pending, as far as it is taken now; the link's fault says whether that goes on.</summary>
    public void Step(long now)
    {
        SendPending(now);
        if (_link.IsBroken) _link.Fail(IpcFault.Gone);
    }

    /// <summary>Tells the receiver, if it takes it at once, that there will be no more.</summary>
    public void SayStop(long now)
    {
        if (!_isStopSent && !_link.IsSending && _link.Fault == IpcFault.None) _link.Send(Say(IpcMessageType.Stop, now), now);
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
            JudgeWaiting(now);
            return;
        }

        _isAudioWaiting = false;
        for (var i = 0; i < MostPerStep && !_link.IsSending; i++)
        {
            if (!SendNext(now)) break;
            SeeProgress();
        }

        if (_link.Fault == IpcFault.None && !_link.IsSending) SayWhatIsDue(now);
        SeeProgress();
        if (_link.IsSending && _stalledAt < 0) _stalledAt = now;
    }

    private void SayWhatIsDue(long now)
    {
        if (_isFinished && !_isStopSent) _isStopSent = _link.Send(Say(IpcMessageType.Stop, now), now);
        else if (now - _link.LastSent >= IpcLimits.Heartbeat) _link.Send(Say(IpcMessageType.Heartbeat, now), now);
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

    private void JudgeWaiting(long now)
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
            // As if it had never been begun; what is missing is counted with the next message that is taken.
            if (_endBefore >= 0 && _place.Position != _endBefore) Volatile.Write(ref _gapFrames, _gapFrames - (_place.Position - _endBefore));
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

    private IpcHeader Say(IpcMessageType type, long now)
    {
        _isAudioWaiting = false;
        return new IpcHeader(type, 0, _link.Stream, _sequence, Math.Max(0, _end), now);
    }
}
