using Continuo.Diagnostics;

namespace Continuo.Rtp.Wire;

/// <summary>
/// What a receiver knows of one source: whether it is valid, what is lost, how much the packets' transit varies. After RFC 3550,
/// appendices A.1 (validation), A.3 (loss) and A.8 (jitter). Not thread-safe; real-time-safe.
/// </summary>
[RealTime]
internal sealed class SourceStatistics
{
    private const int MinSequential = 2;
    private const int UsualDropout = 3000;
    private const int UsualMisorder = 100;
    private const int Turn = 1 << 16;

    private long _highest; // with the turns of its 16 bits
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

    /// <summary>Whether enough packets came in a row to believe in the source.</summary>
    public bool IsValid => _begun && _probation == 0;

    /// <summary>The highest number received, with the turns of its 16 bits above it. Reports carry the low 32 bits.</summary>
    public long ExtendedHighest => _highest;

    /// <summary>A number ahead by as many as this is a jump rather than a loss: 3000, or more where packets are short.</summary>
    public int MaxDropout { get; private set; } = UsualDropout;

    /// <summary>A number behind by more than this is a jump rather than a late packet: 100, or more where packets are short.</summary>
    public int MaxMisorder { get; private set; } = UsualMisorder;

    /// <summary>Packets received since the source became valid, late ones and duplicates included.</summary>
    public long Received => _received;

    /// <summary>How many should have been received by now.</summary>
    public long Expected => IsValid ? _highest - _base + 1 : 0;

    /// <summary>Expected less received; negative if there were duplicates. Begins anew with the source.</summary>
    public long Lost => Expected - _received;

    /// <summary>Packets received over all beginnings.</summary>
    public long TotalReceived => _pastReceived + _received;

    /// <summary>Packets expected over all beginnings.</summary>
    public long TotalExpected => _pastExpected + Expected;

    /// <summary>The mean deviation of the transit time, smoothed, in units of the timestamps.</summary>
    public double Jitter => _jitter;

    /// <summary>
    /// Says how many packets a second has. The limits of A.1 are numbers of packets, chosen for 50 a second; of AES67's 8000 they would be a third of a second's
    /// loss and 12 ms of reordering. They grow to two seconds and 200 ms, as far as 16 bits tell forward from backward.
    /// </summary>
    public void SetRate(int packetsPerSecond)
    {
        MaxDropout = Math.Clamp(2 * packetsPerSecond, UsualDropout, Turn / 4);
        MaxMisorder = Math.Clamp(packetsPerSecond / 5, UsualMisorder, Turn / 8);
    }

    /// <summary>Takes a packet's number (A.1).</summary>
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
            // The packets of the probation were received, too.
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

    /// <summary>Takes a packet's transit (A.8).</summary>
    /// <param name="timestamp">What the packet says.</param>
    /// <param name="arrival">When it came, in the same units, from any start.</param>
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

    /// <summary>The part of the packets expected since the last call that was lost, in 256ths, 0…255 (A.3).</summary>
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
