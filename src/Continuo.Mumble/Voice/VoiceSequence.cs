using Continuo.Codecs.Opus;

namespace Continuo.Mumble.Voice;

/// <summary>
/// Translates the frame numbers of one user (units of 10 ms) into the consecutive sequence numbers and media times of a jitter buffer. A
/// new talk continues the numbers, whatever frame it begins at: the time in between is a pause, not a loss. Not thread-safe.
/// </summary>
internal sealed class VoiceSequence
{
    private const int FramesPerUnit = 480;
    private const int MaxGapUnits = 50; // of half a second and more, the lost packets are not concealed one by one

    private long _base; // sequence number of the first packet of this run
    private long _start; // its frame number
    private long _next; // frame number after the newest packet
    private long _newest = -1; // its sequence number
    private int _step; // units per packet of this run
    private bool _isOver = true;

    /// <summary>Length of the last packet in units of 10 ms.</summary>
    public int Units { get; private set; } = 2;

    /// <summary>Sequence number that follows the newest packet.</summary>
    public long NextSequence => _newest + 1;

    /// <summary>Media time that follows the newest packet.</summary>
    public long NextMediaTime => _next * FramesPerUnit;

    /// <summary>Places a packet.</summary>
    /// <param name="packet">The packet; its Opus payload is not empty.</param>
    /// <param name="sequence">Its sequence number.</param>
    /// <param name="mediaTime">Its media time, in frames at 48 kHz.</param>
    public void Place(in VoicePacket packet, out long sequence, out long mediaTime)
    {
        var units = Math.Max(1, OpusPacket.FramesOf(packet.Opus, 48_000) / FramesPerUnit);
        var frame = packet.FrameNumber;
        var gap = frame - _next;
        if (_isOver || units != _step || gap > MaxGapUnits || gap < -2 * MaxGapUnits) Begin(frame, units);
        Units = units;
        sequence = _base + Math.Max(0, (frame - _start) / _step);
        mediaTime = frame * FramesPerUnit;
        if (sequence < _newest && frame < _start) sequence = _base; // from before this run: a duplicate, which is dropped
        if (sequence <= _newest) return;
        _newest = sequence;
        _next = frame + units;
        _isOver = packet.IsLast;
    }

    /// <summary>Counts a packet that was inserted after the newest one, and ends the talk.</summary>
    public void EndWith(int units)
    {
        _newest++;
        _next += units;
        _isOver = true;
    }

    /// <summary>Ends the talk.</summary>
    public void End() => _isOver = true;

    private void Begin(long frame, int units) => (_base, _start, _step, _next, _isOver) = (_newest + 1, frame, units, frame, false);
}
