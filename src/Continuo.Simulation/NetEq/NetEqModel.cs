using Continuo.Simulation.Playout;

namespace Continuo.Simulation.NetEq;

/// <summary>
/// NetEq, the playout of WebRTC, without audio: its delay manager and decision logic as published in modules/audio_coding/neteq (2024),
/// reimplemented. Where the audio matters, NetEq's favourable or usual case is assumed: time-scaling always finds a match, concealed audio
/// fades as with a pitch of 100 Hz, merging needs no correction, and the 0.6 ms of overlap are omitted.
/// </summary>
public sealed class NetEqModel : IPlayoutModel
{
    /// <summary>The method as <c>neteq</c>.</summary>
    public static readonly PlayoutMethod Method = new("neteq", format => new NetEqModel(format, 15));

    private const double TickMs = 10;
    private const int MinTimescaleTicks = 5;
    private const double GranularityMs = 20;
    private const double FutureWindowMs = 50;
    private const double PostponeShare = 0.5;

    private readonly PlayoutFormat _format;
    private readonly int _step;
    private readonly int _scaleFrames;
    private readonly NetEqArrivals _arrivals;
    private readonly NetEqDelay _delay = new();
    private readonly NetEqPackets _packets = new();
    private readonly NetEqSyncBuffer _sync = new();
    private readonly List<PlayoutPacket> _copies = [];
    private NetEqMode _mode = NetEqMode.Normal;
    private string _reason = "";
    private long _end = long.MinValue;
    private long _ticks;
    private long _timescaleAllowedAt;
    private bool _scaledBefore;
    private long _noise;
    private int _expands;
    private double _mute = 1;
    private int _outFrames;

    internal NetEqModel(PlayoutFormat format, double scaleMs)
    {
        _format = format;
        _step = format.ToFrames(TickMs);
        _scaleFrames = format.ToFrames(scaleMs);
        _arrivals = new NetEqArrivals(format.SampleRate);
    }

    private double NowMs => _ticks * TickMs;

    /// <inheritdoc/>
    public void Insert(in PlayoutPacket packet)
    {
        if (packet.IsRedundant)
        {
            _copies.Add(packet);
            return;
        }

        // A packet is inserted before the copies it carries, and these from the newest to the oldest.
        Take(packet);
        for (var i = _copies.Count - 1; i >= 0; i--) Take(_copies[i]);
        _copies.Clear();
    }

    /// <inheritdoc/>
    public void Pull(long now, PlayoutTick tick)
    {
        while (tick.Left > 0)
        {
            if (_outFrames == 0) Step();
            var frames = Math.Min(tick.Left, _outFrames);
            if (_end == long.MinValue) tick.Pause(frames);
            else _sync.Take(frames, tick);
            _outFrames -= frames;
        }

        tick.Explain(_end == long.MinValue ? 0 : PlayoutDelayMs(), _delay.TargetMs, _reason);
    }

    private void Take(in PlayoutPacket packet)
    {
        _packets.Insert(packet, NowMs);
        if (_end == long.MinValue) return;
        if (!_arrivals.Insert(packet.MediaTime, NowMs) || _arrivals.Count < 2) return;
        _delay.Update(_arrivals.DelayMs(packet.MediaTime, NowMs), !_arrivals.IsNewest(packet.MediaTime), NowMs);
    }

    /// <summary>One step of 10 ms: decide, decode what is needed, and leave at least as much in the sync buffer.</summary>
    private void Step()
    {
        _ticks++;
        _outFrames = _step;
        if (_end == long.MinValue)
        {
            if (_packets.IsEmpty) return;
            _end = _packets.First.MediaTime;
            _timescaleAllowedAt = _ticks + MinTimescaleTicks + 1;
        }

        _packets.DropBefore(_end);
        var operation = Decide();
        if (_sync.Frames >= _step && operation is NetEqOperation.Normal or NetEqOperation.Expand or NetEqOperation.ComfortNoise)
        {
            _reason = "normal";
        }
        else
        {
            Execute(operation);
        }

        if (_mode is not (NetEqMode.Expand or NetEqMode.ComfortNoise)) _noise = 0;
        if (_sync.Frames < _step) Fill(PlayoutPieceKind.Concealed);
    }

    private NetEqOperation Decide()
    {
        _scaledBefore &= _mode is NetEqMode.Accelerate or NetEqMode.PreemptiveExpand;
        if (_scaledBefore) _timescaleAllowedAt = _ticks + MinTimescaleTicks;
        _scaledBefore = false;
        if (_packets.IsEmpty || IsTooSoonToResume()) return NoPacket();
        return _packets.First.MediaTime == _end ? ExpectedPacket() : FuturePacket();
    }

    private NetEqOperation NoPacket() => _mode == NetEqMode.ComfortNoise ? NetEqOperation.ComfortNoise : NetEqOperation.Expand;

    /// <summary>After silence or long concealment, half the target must be buffered before playout resumes.</summary>
    private bool IsTooSoonToResume()
    {
        if (_packets.SpanWithWaiting(NowMs, _format.SampleRate) >= _format.ToFrames(_delay.TargetMs) * PostponeShare || _packets.HasPause())
        {
            return false;
        }

        return _mode == NetEqMode.ComfortNoise || (_mode == NetEqMode.Expand && _mute < 0.5);
    }

    private NetEqOperation ExpectedPacket()
    {
        if (_mode == NetEqMode.Expand) return NetEqOperation.Normal;
        var delay = PlayoutDelayMs();
        var low = _delay.TargetMs;
        var high = low + _arrivals.MaxDelayMs() + GranularityMs;
        if (delay >= 4 * high) return NetEqOperation.FastAccelerate;
        if (_ticks < _timescaleAllowedAt) return NetEqOperation.Normal;
        if (delay >= high) return NetEqOperation.Accelerate;
        return delay < low ? NetEqOperation.PreemptiveExpand : NetEqOperation.Normal;
    }

    private NetEqOperation FuturePacket()
    {
        var leap = _packets.First.MediaTime - _end;
        var waited = _packets.SpanWithWaiting(NowMs, _format.SampleRate);
        if (leap > _noise && waited <= _format.ToFrames(_delay.TargetMs + FutureWindowMs)) return NoPacket();
        return _mode switch
        {
            NetEqMode.Expand => NetEqOperation.Merge,
            NetEqMode.ComfortNoise => NetEqOperation.Normal,
            _ => NetEqOperation.Expand,
        };
    }

    private void Execute(NetEqOperation operation)
    {
        switch (operation)
        {
            case NetEqOperation.Expand:
                _reason = _packets.IsEmpty ? "expand: no packet" : "expand: too early for the next packet";
                Fill(PlayoutPieceKind.Concealed);
                Fade();
                _noise += _step;
                _mode = NetEqMode.Expand;
                break;
            case NetEqOperation.ComfortNoise:
                _reason = "comfort noise";
                Fill(PlayoutPieceKind.Pause);
                _noise += _step;
                break;
            case NetEqOperation.Accelerate or NetEqOperation.FastAccelerate:
                Accelerate(operation);
                break;
            case NetEqOperation.PreemptiveExpand:
                PreemptiveExpand();
                break;
            default:
                _reason = operation == NetEqOperation.Merge ? "merge" : "normal";
                Decode(_step, operation == NetEqOperation.Merge ? NetEqMode.Merge : NetEqMode.Normal);
                break;
        }
    }

    /// <summary>Shortens by one step if 30 ms are buffered.</summary>
    private void Accelerate(NetEqOperation operation)
    {
        var isLong = _format.FramesPerPacket >= 3 * _step;
        var mayScale = true;
        if (_sync.Frames < 3 * _step)
        {
            if (_sync.Frames >= _step && isLong) return;
            mayScale = _sync.Frames >= 2 * _step || isLong;
            Decode(mayScale ? _step : 2 * _step, NetEqMode.Normal);
        }

        if (!mayScale || _sync.Frames < 3 * _step) return;
        _reason = operation == NetEqOperation.FastAccelerate ? "accelerate: far above target" : "accelerate: above target";
        _sync.Scale(3 * _step, -_scaleFrames);
        _mode = NetEqMode.Accelerate;
        _scaledBefore = true;
    }

    /// <summary>Stretches by one step.</summary>
    private void PreemptiveExpand()
    {
        var isLong = _format.FramesPerPacket >= 3 * _step;
        if (_sync.Frames < 3 * _step && !(_sync.Frames >= _step && isLong))
        {
            Decode(_sync.Frames < 2 * _step && !isLong ? 2 * _step : _step, NetEqMode.Normal);
        }

        _reason = "preemptive expand: below target";
        _sync.Scale(3 * _step, _scaleFrames);
        _mode = NetEqMode.PreemptiveExpand;
        _scaledBefore = true;
    }

    /// <summary>Decodes consecutive packets from the first until there are enough frames.</summary>
    private void Decode(int required, NetEqMode mode)
    {
        if (_packets.IsEmpty) return;
        _end = _packets.First.MediaTime;
        var decoded = 0;
        PlayoutPacket packet;
        do
        {
            packet = _packets.TakeFirst();
            _sync.Append(PlayoutPieceKind.Played, packet.Frames, packet.MediaTime, packet.Frames);
            decoded += packet.Frames;
            _end = packet.End;
        }
        while (decoded < required && !_packets.IsEmpty && _packets.First.MediaTime == _end && !packet.IsPause);

        (_expands, _mute) = (0, 1);
        _noise = 0;
        _mode = packet.IsPause ? NetEqMode.ComfortNoise : mode;
    }

    /// <summary>Adds pieces of one pitch period, 10 ms, until there is enough for a step.</summary>
    private void Fill(PlayoutPieceKind kind)
    {
        while (_sync.Frames < _step) _sync.Append(kind, _step);
    }

    /// <summary>Gain of concealed audio: unchanged for 30 ms, then −5 %, from 70 ms on −10 % per 6.25 ms.</summary>
    private void Fade()
    {
        _expands++;
        if (_expands > 7) _mute *= 1 - 0.10 * TickMs / 6.25;
        else if (_expands > 3) _mute *= 1 - 0.05 * TickMs / 6.25;
    }

    /// <summary>Delay of the next frame, relative to the earliest arrival.</summary>
    private double PlayoutDelayMs() => _arrivals.DelayMs(_end - _sync.Frames, NowMs);
}
