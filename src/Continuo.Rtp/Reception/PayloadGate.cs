using Continuo.Diagnostics;

namespace Continuo.Rtp.Reception;

/// <summary>
/// Judges whether payloads are what was agreed: a decoder makes noise of another codec's bytes, most of which look like some valid packet. So what a packet says
/// it holds is compared with what the timestamps say. One contradiction is an accident; several are another codec. One thread; real-time-safe.
/// </summary>
internal struct PayloadGate
{
    private const int Bad = 3;
    private const int CloseAbove = 8;
    private const int OpenAt = 4;
    private const int Most = 24;

    /// <summary>Of a sender that falls silent (Opus, discontinuous transmission); its timestamps go on without packets.</summary>
    private const int PausePayloadBytes = 2;

    private bool _begun;
    private bool _compared;
    private int _score;
    private long _sequence;
    private uint _timestamp;
    private int _ticks;
    private int _bytes;

    /// <summary>Begins undecided: the first contradiction closes it.</summary>
    public PayloadGate() => _score = CloseAbove - Bad + 1;

    /// <summary>Whether payloads are to be decoded.</summary>
    public bool IsOpen { get; private set; } = true;

    /// <summary>By how many ticks the timestamps advanced at the last contradiction; 0 if that is not known.</summary>
    public int Step { get; private set; }

    /// <summary>How many bytes the payload had that contradicted last.</summary>
    public int Bytes { get; private set; }

    /// <summary>Takes a packet.</summary>
    /// <param name="sequence">Its number, unwrapped.</param>
    /// <param name="timestamp">What it says.</param>
    /// <param name="ticks">How long it says it is, in the same units; not positive if it is malformed.</param>
    /// <param name="bytes">The payload's length.</param>
    [RealTime]
    public void Take(long sequence, uint timestamp, int ticks, int bytes)
    {
        if (_begun && sequence <= _sequence) return;
        var follows = _begun && sequence == _sequence + 1;
        var step = (int)(timestamp - _timestamp);
        if (follows && step is > 0 and < 1 << 20) Step = step;
        if (ticks <= 0) Judge(isBad: true, bytes);
        else if (follows && _ticks > 0 && bytes > PausePayloadBytes && _bytes > PausePayloadBytes) Compare(step, bytes);
        (_begun, _sequence, _timestamp, _ticks, _bytes) = (true, sequence, timestamp, ticks, bytes);
    }

    /// <summary>The first packet of a stream may be cut by the encoder's delay (RFC 7845, 4.2): its timestamp then advances by less than it holds, and says nothing.</summary>
    [RealTime]
    private void Compare(int step, int bytes)
    {
        var isCut = !_compared && step > 0 && step < _ticks;
        _compared = true;
        if (!isCut) Judge(Math.Abs(step - (long)_ticks) > 2 + _ticks / 4, bytes);
    }

    [RealTime]
    private void Judge(bool isBad, int bytes)
    {
        if (isBad) Bytes = bytes;
        _score = isBad ? Math.Min(Most, _score + Bad) : Math.Max(0, _score - 1);
        IsOpen = IsOpen ? _score <= CloseAbove : _score <= OpenAt;
    }
}
