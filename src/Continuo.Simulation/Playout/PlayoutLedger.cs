using Continuo.Simulation.Traces;

namespace Continuo.Simulation.Playout;

/// <summary>
/// Accounts for the outcome of each packet of a trace and of each frame played. Audio concealed between a packet that precedes a pause of
/// the sender and the next played packet is not due, and does not count.
/// </summary>
internal sealed class PlayoutLedger
{
    private readonly PacketTrace _trace;
    private readonly TracePacket[] _sent;
    private readonly bool[] _arrived;
    private readonly bool[] _played;
    private readonly DelayHistogram _delays = new();
    private int _recent;
    private int _last = -1;
    private bool _isPause;
    private long _due;
    private long _concealed;
    private long _scaled;
    private long _skipped;

    public PlayoutLedger(PacketTrace trace)
    {
        _trace = trace;
        _sent = [.. trace.Packets.DistinctBy(p => p.Sequence).OrderBy(p => p.Sequence)];
        _arrived = new bool[_sent.Length];
        _played = new bool[_sent.Length];
    }

    /// <summary>The packets in order, without duplicates.</summary>
    public IReadOnlyList<TracePacket> Sent => _sent;

    public void Arrived(int index) => _arrived[index] = true;

    /// <summary>Records a tick whose first frame was heard at <paramref name="world"/>.</summary>
    public PlayoutSample Enter(long world, PlayoutTick tick)
    {
        var frameNs = 1e9 / _trace.SampleRate;
        double delay = 0;
        int offset = 0, played = 0, concealed = 0, scaled = 0;
        foreach (var piece in tick.Pieces)
        {
            switch (piece.Kind)
            {
                case PlayoutPieceKind.Played:
                    delay += Play(piece, world + offset * frameNs);
                    played += piece.Frames;
                    scaled += piece.Frames - piece.MediaFrames;
                    _scaled += Math.Abs(piece.Frames - piece.MediaFrames);
                    break;
                case PlayoutPieceKind.Concealed:
                    if (_last >= 0 && !_isPause) concealed += piece.Frames;
                    break;
                case PlayoutPieceKind.Skipped:
                    _skipped += piece.MediaFrames;
                    break;
            }

            offset += piece.Frames;
        }

        _due += played + concealed;
        _concealed += concealed;
        return new PlayoutSample(world, played == 0 ? double.NaN : delay / played, tick.BufferedMs, tick.TargetMs, concealed, scaled,
            tick.Reason);
    }

    public PlayoutResult Close(string method, IReadOnlyList<PlayoutSample> samples)
    {
        int lost = 0, late = 0;
        for (var i = 0; i <= _last; i++)
        {
            if (!_arrived[i]) lost++;
            else if (!_played[i]) late++;
        }

        return new PlayoutResult(method, _delays.Mean, _delays.Percentile(0.95), _due, _concealed, _scaled, _skipped, lost, late, _last + 1,
            samples);
    }

    /// <summary>Records a played piece, packet by packet, and returns the sum of its frames' delays in milliseconds.</summary>
    private double Play(PlayoutPiece piece, double world)
    {
        var sum = 0.0;
        var stretch = piece.MediaFrames == 0 ? 0 : (double)piece.Frames / piece.MediaFrames;
        var position = piece.MediaTime;
        var end = piece.MediaTime + piece.MediaFrames;
        while (position < end)
        {
            var index = IndexOf(position);
            var packet = _sent[index];
            var stop = Math.Min(end, packet.MediaTime + _trace.FramesPerPacket);
            if (position < packet.MediaTime || stop <= position)
            {
                throw new InvalidOperationException($"Frame {position} was played, but belongs to no packet.");
            }

            if (!_arrived[index]) throw new InvalidOperationException($"Packet {packet.Sequence} was played, but has not arrived.");
            var frames = (stop - position) * stretch;
            var middle = world + ((position - piece.MediaTime) * stretch + frames / 2) * 1e9 / _trace.SampleRate;
            var sent = packet.SendTime + ((position + stop) / 2.0 - packet.MediaTime) * 1e9 / _trace.SampleRate;
            var delay = (middle - sent - _trace.MinDelay) * 1e-6;
            _delays.Add(delay, (long)Math.Round(frames));
            sum += delay * frames;
            _played[index] = true;
            _isPause = packet.IsPause && stop == packet.MediaTime + _trace.FramesPerPacket;
            _last = Math.Max(_last, index);
            position = stop;
        }

        return sum;
    }

    /// <summary>The packet at a position, or the last before it. Positions change little between calls.</summary>
    private int IndexOf(long position)
    {
        while (_recent > 0 && _sent[_recent].MediaTime > position) _recent--;
        while (_recent + 1 < _sent.Length && _sent[_recent + 1].MediaTime <= position) _recent++;
        return _recent;
    }
}
