using Continuo.Diagnostics;

namespace Continuo.Rtp.Reception;

/// <summary>
/// Checks that payloads have the agreed codec: a decoder produces noise from another codec's bytes, most of which look like valid packets.
/// The duration of each packet is compared with the timestamps. One contradiction is an accident; several mean another codec. Not
/// thread-safe; real-time-safe.
/// </summary>
internal struct PayloadGate
{
    private const int Bad = 3;
    private const int CloseAbove = 8;
    private const int OpenAt = 4;
    private const int Most = 24;

    /// <summary>
    /// Maximum payload of a sender that falls silent (Opus, discontinuous transmission); its timestamps advance without packets.
    /// </summary>
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

    /// <summary>Timestamp difference at the last contradiction, in ticks; 0 if unknown.</summary>
    public int Step { get; private set; }

    /// <summary>Payload length in bytes at the last contradiction.</summary>
    public int Bytes { get; private set; }

    /// <summary>Checks a packet.</summary>
    /// <param name="sequence">Its extended sequence number.</param>
    /// <param name="timestamp">Its timestamp.</param>
    /// <param name="ticks">Its duration in timestamp units; not positive if it is malformed.</param>
    /// <param name="bytes">Length of the payload.</param>
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

    /// <summary>
    /// The first packet of a stream may be shortened by the encoder's delay (RFC 7845, 4.2). Its timestamp then advances by less than its
    /// duration, which proves nothing.
    /// </summary>
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
