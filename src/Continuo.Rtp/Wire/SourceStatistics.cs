using Continuo.Diagnostics;

namespace Continuo.Rtp.Wire;

/// <summary>
/// Reception statistics of one source: validation, loss and jitter (RFC 3550, appendices A.1, A.3 and A.8).
/// Not thread-safe; real-time-safe.
/// </summary>
[RealTime]
internal sealed class SourceStatistics
{
    private const int MinSequential = 2;
    private const int DefaultMaxDropout = 3000;
    private const int DefaultMaxMisorder = 100;
    private const int Turn = 1 << 16;

    private long _highest; // extended by the number of wraps
    private long _base;
    private int _bad;
    private int _probation;
    private bool _begun;
    private long _received;
    private long _pastReceived;
    private long _pastExpected;
    private long _expectedBefore;
    private long _receivedBefore;
    private bool _hasTransit;
    private uint _transit;
    private double _jitter;

    /// <summary>Whether the source has been validated by packets in sequence.</summary>
    public bool IsValid => _begun && _probation == 0;

    /// <summary>Highest sequence number received, extended beyond 16 bits. Reports carry the low 32 bits.</summary>
    public long ExtendedHighest => _highest;

    /// <summary>Sequence numbers ahead by this much or more are a jump, not a loss: 3000, or more with short packets.</summary>
    public int MaxDropout { get; private set; } = DefaultMaxDropout;

    /// <summary>Sequence numbers behind by more than this are a jump, not a late packet: 100, or more with short packets.</summary>
    public int MaxMisorder { get; private set; } = DefaultMaxMisorder;

    /// <summary>Packets received since the source became valid, late ones and duplicates included.</summary>
    public long Received => _received;

    /// <summary>Packets expected since the source became valid.</summary>
    public long Expected => IsValid ? _highest - _base + 1 : 0;

    /// <summary>Expected minus received packets; negative if there were duplicates. Reset when the source restarts.</summary>
    public long Lost => Expected - _received;

    /// <summary>Packets received, including before restarts.</summary>
    public long TotalReceived => _pastReceived + _received;

    /// <summary>Packets expected, including before restarts.</summary>
    public long TotalExpected => _pastExpected + Expected;

    /// <summary>Interarrival jitter, in RTP clock units.</summary>
    public double Jitter => _jitter;

    /// <summary>
    /// Sets the packet rate. The limits of A.1 are packet counts chosen for 50 packets per second. At the 8000 of AES67 they would allow
    /// only 0.4 s of loss and 12 ms of reordering, so they are raised to 2 s and 200 ms, within the range of 16-bit sequence numbers.
    /// </summary>
    public void SetRate(int packetsPerSecond)
    {
        MaxDropout = Math.Clamp(2 * packetsPerSecond, DefaultMaxDropout, Turn / 4);
        MaxMisorder = Math.Clamp(packetsPerSecond / 5, DefaultMaxMisorder, Turn / 8);
    }

    /// <summary>Checks a packet's sequence number (A.1).</summary>
    public SequenceVerdict Take(ushort sequence)
    {
        if (!_begun)
        {
            _begun = true;
            Begin(sequence);
            _highest = sequence - 1;
            _probation = MinSequential;
        }

        var step = (ushort)(sequence - _highest);
        if (_probation > 0)
        {
            _highest = sequence;
            if (step != 1)
            {
                _probation = MinSequential - 1;
                return SequenceVerdict.OnProbation;
            }

            if (--_probation > 0) return SequenceVerdict.OnProbation;
            // The packets of the probation were received as well.
            BeginWith(sequence);
            return SequenceVerdict.Accepted;
        }

        if (step < MaxDropout)
        {
            _highest += step;
        }
        else if (step <= Turn - MaxMisorder)
        {
            if (sequence != _bad)
            {
                _bad = (ushort)(sequence + 1);
                return SequenceVerdict.Rejected;
            }

            _pastReceived += _received;
            _pastExpected += Expected;
            BeginWith(sequence);
            _hasTransit = false;
            return SequenceVerdict.Restarted;
        }

        _received++;
        return SequenceVerdict.Accepted;
    }

    /// <summary>Updates the jitter with a packet's transit time (A.8).</summary>
    /// <param name="timestamp">RTP timestamp of the packet.</param>
    /// <param name="arrival">Arrival time in the same units, with any origin.</param>
    public void TakeTransit(uint timestamp, uint arrival)
    {
        var transit = arrival - timestamp;
        if (_hasTransit)
        {
            var deviation = Math.Abs((double)(int)(transit - _transit));
            _jitter += (deviation - _jitter) / 16;
        }

        _hasTransit = true;
        _transit = transit;
    }

    /// <summary>Returns the fraction of packets lost since the last call, in 1/256, 0…255 (A.3).</summary>
    public byte TakeFractionLost()
    {
        var expected = Expected - _expectedBefore;
        var lost = expected - (_received - _receivedBefore);
        _expectedBefore = Expected;
        _receivedBefore = _received;
        return expected <= 0 || lost <= 0 ? (byte)0 : (byte)Math.Min(255, lost * 256 / expected);
    }

    // Begins with two packets, of which this is the second.
    private void BeginWith(ushort second)
    {
        Begin((ushort)(second - 1));
        _highest = _base + 1;
        _received = MinSequential;
    }

    private void Begin(ushort first)
    {
        _base = first;
        _highest = first;
        _bad = Turn + 1;
        _received = 0;
        _expectedBefore = 0;
        _receivedBefore = 0;
    }
}
