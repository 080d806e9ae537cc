using Continuo.Diagnostics;

namespace Continuo.Rooms.Spanning;

/// <summary>
/// What a room sends to another node in one tick. Reused; belongs to the tick until it is added to the <see cref="LinkOutbox"/>.
/// </summary>
/// <param name="blockSamples">Samples of a block, frames × channels.</param>
internal sealed class LinkBlock(int blockSamples)
{
    /// <summary>Maximum number of speakers whose level is in one block.</summary>
    public const int MaxReports = 64;

    private readonly float[] _sum = new float[blockSamples];
    private float[] _speakers = [];
    private uint[] _numbers = [];
    private bool[] _fadesIn = [];

    /// <summary>The sender's tick.</summary>
    public long Tick { get; set; }

    /// <summary>Whether there is a sum.</summary>
    public bool HasSum { get; set; }

    /// <summary>Where the stream has ended; −1 if it goes on.</summary>
    public long End { get; set; }

    /// <summary>Whether someone here talks over the others.</summary>
    public bool TalksOver { get; set; }

    /// <summary>The sum of all that did not come from the receiver.</summary>
    [RealTime]
    public Span<float> Sum => _sum;

    /// <summary>Number of single speakers.</summary>
    public int Speakers { get; private set; }

    /// <summary>Whether wishes, version and levels are to be sent.</summary>
    public bool HasStatus { get; set; }

    /// <summary>Speakers of the receiver that are wanted alone, by the receiver's numbers. Never changed after it was set.</summary>
    public uint[] Wanted { get; set; } = [];

    /// <summary>Version of the sender's list of speakers.</summary>
    public uint Version { get; set; }

    /// <summary>Levels: the speaker's number, −dBov, and bit 7 if it speaks.</summary>
    public (uint Number, byte Report)[] Reports { get; } = new (uint, byte)[MaxReports];

    /// <summary>Number of levels.</summary>
    public int ReportCount { get; set; }

    /// <summary>Empties the block.</summary>
    [RealTime]
    public void Clear()
    {
        (HasSum, End, TalksOver, Speakers, HasStatus, ReportCount) = (false, -1, false, 0, false, 0);
    }

    /// <summary>Adds a single speaker. Allocates when there are more than ever before.</summary>
    public void Add(uint number, ReadOnlySpan<float> samples, bool fadesIn)
    {
        if (Speakers == _numbers.Length)
        {
            var capacity = Math.Max(4, 2 * Speakers);
            Array.Resize(ref _numbers, capacity);
            Array.Resize(ref _fadesIn, capacity);
            Array.Resize(ref _speakers, capacity * blockSamples);
        }

        (_numbers[Speakers], _fadesIn[Speakers]) = (number, fadesIn);
        samples.CopyTo(_speakers.AsSpan(Speakers++ * blockSamples));
    }

    /// <summary>A single speaker.</summary>
    [RealTime]
    public ReadOnlySpan<float> Speaker(int index, out uint number, out bool fadesIn)
    {
        (number, fadesIn) = (_numbers[index], _fadesIn[index]);
        return _speakers.AsSpan(index * blockSamples, blockSamples);
    }
}
