using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Rtp.Concealment;

namespace Continuo.Rtp.Jitter;

/// <summary>
/// Keeps the delay at its target by shortening and stretching decoded audio. Runs on the consumer's thread; real-time-safe.
/// </summary>
internal sealed class PlayoutPace(JitterState state, AudioFormat format, TimeScaler scaler, PlayoutLine line)
{
    /// <summary>Stretching bridges stalls, not losses: it is used if packets that are missing at their time usually arrive later.</summary>
    private const double LeastStallShare = 0.75;

    /// <summary>
    /// A packet is conspicuous if it is later by this much than the packet before it, and than the earliest of the last seconds.
    /// </summary>
    private const double ConspicuousMs = 10;

    /// <summary>With less audio left than this, a packet as late as the one before it is conspicuous as well.</summary>
    private const double DryMs = 8;

    /// <summary>Margin that is kept above the newest packet's need, and above the target.</summary>
    private const double MarginMs = 10;

    private const double LeastChance = 0.1;

    /// <summary>Reads that differ by at most this belong to one block length, which a rate converter divides unevenly.</summary>
    private const int MaxUneven = 2;

    /// <summary>After this time of equal reads, blocks and packets are considered synchronous.</summary>
    private const int EvenSeconds = 10;

    /// <summary>
    /// While the same packet is missing, at most this much may be added, or as much as the network's own delays suggest: it may be the end
    /// of the stream.
    /// </summary>
    private const double BridgedMs = 25;

    private readonly ScalePlan _plan = new(format, scaler.MinLag, scaler.MaxLag);
    private readonly NeedTracker _needs = new();
    private readonly double _msPerFrame = 1000.0 / format.SampleRate;
    private readonly int _evenFrames = format.SampleRate * EvenSeconds;
    private long _now;
    private int _block = 1; // of this read
    private int _usual = 1; // of most reads
    private int _even; // number of frames for which all reads had this length
    private long _awaited;
    private int _bridged;

    /// <summary>Begins a read.</summary>
    [RealTime]
    public void BeginRead(long now, int block)
    {
        (_now, _block) = (now, block);
        _even = block == _usual ? Math.Min(_even + block, _evenFrames) : 0;
        if (Math.Abs(block - _usual) > MaxUneven) (_usual, _even) = (block, _evenFrames);
    }

    /// <summary>Advances by played frames.</summary>
    [RealTime]
    public void Advance(int frames) => _plan.Advance(frames);

    /// <summary>The delay is about to change completely.</summary>
    [RealTime]
    public void Reset() => _needs.Clear();

    /// <summary>Records that a packet is needed, or will be at the beginning of the block in which it begins.</summary>
    /// <param name="mediaTime">Its first frame.</param>
    /// <param name="left">Number of frames still to be written in this read.</param>
    [RealTime]
    public void NoteNeed(long mediaTime, int left)
    {
        var beyond = line.Count - left;
        var ahead = beyond < 0 ? 0 : _block + beyond / _usual * _usual;
        _needs.Note(state.Clock.DelayOf(mediaTime, _now) + ahead * _msPerFrame, _now);
    }

    /// <summary>Number of frames by which the delay exceeds the need, in whole steps of the grid.</summary>
    [RealTime]
    public int Spare() =>
        _needs.LeastMs == double.MaxValue ? 0 : ScalePlan.Spare(_needs.LeastMs - state.Target.TargetMs, _msPerFrame, Grid());

    /// <summary>The delay changed by whole steps of the grid.</summary>
    [RealTime]
    public void Shift(int frames) => _needs.Shift(frames * _msPerFrame);

    /// <summary>The step to try now.</summary>
    /// <param name="remaining">Number of frames until audio is missing.</param>
    /// <param name="left">Number of frames still to be written in this read.</param>
    [RealTime]
    public ScaleStep Plan(long remaining, int left)
    {
        if (_needs.LeastMs == double.MaxValue) return default;
        var overdue = state.Clock.DelayOf(state.NewestEnd, _now);
        state.IsOverdue |= ScalePlan.IsOverdue(overdue, state.Clock.RecentMs, state.Target.TargetMs);
        if (IsStall(overdue, remaining * _msPerFrame) && MayBridge()) return _plan.Bridge();
        var grid = Grid();
        var excess = _needs.LeastMs - state.Target.TargetMs;
        if (excess > 0) excess = Math.Clamp(_needs.LeastMs - state.NewestDelayMs - Math.Min(MarginMs, state.Target.TargetMs), 0, excess);
        // If packets are not synchronous with the blocks, the phase changes by itself.
        return overdue > state.Target.TargetMs
            ? default
            : _plan.Next(excess, grid, excess < 0 || _even >= _evenFrames ? Phase(grid, left) : 0);
    }

    /// <summary>Whether the next packet, considering its lateness, will probably not arrive before audio runs out.</summary>
    [RealTime]
    private bool IsStall(double lateMs, double leftMs)
    {
        if (state.StallShare <= LeastStallShare) return false;
        var usual = Math.Max(state.Clock.RecentMs, leftMs < DryMs ? state.LastDelays.LeastMs : state.NewestDelayMs);
        return lateMs - usual > ConspicuousMs && state.Target.ChanceBeyond(lateMs + leftMs, lateMs, state.Clock.Base) > LeastChance;
    }

    [RealTime]
    private bool MayBridge()
    {
        if (_awaited != state.NewestEnd) (_awaited, _bridged) = (state.NewestEnd, 0);
        return _bridged * _msPerFrame < Math.Max(BridgedMs, state.Target.WishMs);
    }

    /// <summary>Number of decoded frames needed for a step that shortens.</summary>
    [RealTime]
    public int FramesToShorten(ScaleStep step) => scaler.FramesToShorten(-step.Frames);

    /// <summary>Performs a step as far as the audio allows, and leaves at least <paramref name="frames"/>.</summary>
    [RealTime]
    public void Apply(ScaleStep step, int frames, int left)
    {
        var grid = Grid();
        var phase = Phase(grid, left);
        int change;
        if (step.Frames < 0)
        {
            change = -scaler.Shorten(line, Math.Min(-step.Frames, line.Count - frames), step.MinSimilarity);
            state.Counters.ShortenedFrames -= change;
        }
        else
        {
            change = scaler.Stretch(line, step.Frames, step.MinSimilarity);
            state.Counters.StretchedFrames += change;
            if (_plan.IsBridging) _bridged += change;
        }

        Shift(change - (Phase(grid, left) - phase));
        _plan.Done(change, scaler.WasQuiet);
    }

    /// <summary>The greatest common divisor of the consumer's blocks and the packets, in frames.</summary>
    [RealTime]
    private int Grid()
    {
        var (a, b) = (_usual, state.PacketFrames);
        while (b > 0) (a, b) = (b, a % b);
        return a;
    }

    /// <summary>Offset of the next packet within a step of the grid, in frames.</summary>
    [RealTime]
    private int Phase(int grid, int left)
    {
        var beyond = line.Count - left;
        return (beyond < 0 ? _block + beyond : beyond) % grid;
    }
}
