using Continuo.Diagnostics;

namespace Continuo.Network.Rtp;

/// <summary>
/// What a receiver knows of one source: whether it is valid, what is lost, how much the packets' transit varies. After RFC 3550,
/// appendices A.1 (validation), A.3 (loss) and A.8 (jitter). Not thread-safe; real-time-safe.
/// </summary>
[RealTime]
public sealed class SourceStatistics
{
    private const int MinSequential = 2;
    private const int MaxDropout = 3000;
    private const int MaxMisorder = 100;
    private const uint Turn = 1 << 16;

    private ushort _highest;
    private uint _cycles;
    private uint _base;
    private uint _bad;
    private int _probation;
    private bool _begun;
    private long _received;
    private long _expectedBefore;
    private long _receivedBefore;
    private bool _hasTransit;
    private uint _transit;
    private double _jitter;

    /// <summary>Whether enough packets came in a row to believe in the source.</summary>
    public bool IsValid => _begun && _probation == 0;

    /// <summary>The highest number received, with the turns of its 16 bits above it.</summary>
    public uint ExtendedHighest => _cycles + _highest;

    /// <summary>Packets received since the source became valid, late ones and duplicates included.</summary>
    public long Received => _received;

    /// <summary>How many should have been received by now.</summary>
    public long Expected => IsValid ? (long)ExtendedHighest - _base + 1 : 0;

    /// <summary>Expected less received; negative if there were duplicates. Begins anew with the source.</summary>
    public long Lost => Expected - _received;

    /// <summary>The mean deviation of the transit time, smoothed, in units of the timestamps.</summary>
    public double Jitter => _jitter;

    /// <summary>Takes a packet's number (A.1).</summary>
    public SequenceVerdict Take(ushort sequence)
    {
        if (!_begun)
        {
            _begun = true;
            Begin(sequence);
            _highest = (ushort)(sequence - 1);
            _probation = MinSequential;
        }

        var step = (ushort)(sequence - _highest);
        if (_probation > 0)
        {
            if (step == 1)
            {
                _highest = sequence;
                if (--_probation > 0) return SequenceVerdict.OnProbation;
                // The packets of the probation were received, too.
                Begin((ushort)(sequence - MinSequential + 1));
                _highest = sequence;
                _received = MinSequential;
                return SequenceVerdict.Accepted;
            }

            _probation = MinSequential - 1;
            _highest = sequence;
            return SequenceVerdict.OnProbation;
        }

        if (step < MaxDropout)
        {
            if (sequence < _highest) _cycles += Turn;
            _highest = sequence;
        }
        else if (step <= Turn - MaxMisorder)
        {
            if (sequence != _bad)
            {
                _bad = (uint)(sequence + 1) & (Turn - 1);
                return SequenceVerdict.Rejected;
            }

            Begin((ushort)(sequence - 1));
            _highest = sequence;
            _received = 2;
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

    private void Begin(ushort first)
    {
        _base = first;
        _highest = first;
        _bad = Turn + 1;
        _cycles = 0;
        _received = 0;
        _expectedBefore = 0;
        _receivedBefore = 0;
    }
}
