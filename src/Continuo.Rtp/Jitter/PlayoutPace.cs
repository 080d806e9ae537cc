using Continuo.Audio;
using Continuo.Diagnostics;
using Continuo.Rtp.Concealment;

namespace Continuo.Rtp.Jitter;

/// <summary>
/// Keeps the delay at its target by shortening and stretching what is ready to be heard. On the consumer's thread; real-time-safe.
/// </summary>
internal sealed class PlayoutPace(JitterState state, AudioFormat format, TimeScaler scaler, PlayoutLine line)
{
    /// <summary>Stretching bridges stalls, but not losses: it is done where packets that fail to come usually come later.</summary>
    private const double LeastStallShare = 0.75;

    /// <summary>A packet is conspicuous when it is later by this than the one before it, and than the earliest of the last seconds.</summary>
    private const double ConspicuousMs = 10;

    /// <summary>With less left than this, also what came as late as the packet before it is conspicuous.</summary>
    private const double DryMs = 8;

    /// <summary>What the newest packet needed, and this or another target, is not given away.</summary>
    private const double MarginMs = 10;

    private const double LeastChance = 0.1;

    /// <summary>Reads that differ by no more than this are one block length, which a rate converter divides unevenly.</summary>
    private const int MaxUneven = 2;

    /// <summary>After this time of equal reads the blocks and the packets are taken to be in step.</summary>
    private const int EvenSeconds = 10;

    /// <summary>While the same packet stays away, so much may be added, or as much as the network's own delays ask for: it may be the end.</summary>
    private const double BridgedMs = 25;

    private readonly ScalePlan _plan = new(format, scaler.MinLag, scaler.MaxLag);
    private readonly NeedTracker _needs = new();
    private readonly double _msPerFrame = 1000.0 / format.SampleRate;
    private readonly int _evenFrames = format.SampleRate * EvenSeconds;
    private long _now;
    private int _block = 1; // of this read
    private int _usual = 1; // of most reads
    private int _even; // for how many frames all reads were as long
    private long _awaited;
    private int _bridged;

    /// <summary>A read of so many frames begins.</summary>
    [RealTime]
    public void BeginRead(long now, int block)
    {
        (_now, _block) = (now, block);
        _even = block == _usual ? Math.Min(_even + block, _evenFrames) : 0;
        if (Math.Abs(block - _usual) > MaxUneven) (_usual, _even) = (block, _evenFrames);
    }

    /// <summary>Frames were heard.</summary>
    [RealTime]
    public void Advance(int frames) => _plan.Advance(frames);

    /// <summary>The delay is about to be another one altogether.</summary>
    [RealTime]
    public void Forget() => _needs.Clear();

    /// <summary>A packet is needed, or will be at the beginning of the block that it begins in.</summary>
    /// <param name="mediaTime">Its first frame.</param>
    /// <param name="left">How many frames are still to be given in this read.</param>
    [RealTime]
    public void NoteNeed(long mediaTime, int left)
    {
        var beyond = line.Count - left;
        var ahead = beyond < 0 ? 0 : _block + beyond / _usual * _usual;
        _needs.Note(state.Clock.DelayOf(mediaTime, _now) + ahead * _msPerFrame, _now);
    }

    /// <summary>By how many frames the delay is longer than it has to be, in whole steps of the grid.</summary>
    [RealTime]
    public int Spare() => _needs.LeastMs == double.MaxValue ? 0 : ScalePlan.Spare(_needs.LeastMs - state.Target.TargetMs, _msPerFrame, Grid());

    /// <summary>The delay changed by whole steps of the grid.</summary>
    [RealTime]
    public void Shift(int frames) => _needs.Shift(frames * _msPerFrame);

    /// <summary>What to try now.</summary>
    /// <param name="remaining">How many frames there are until something is missing.</param>
    /// <param name="left">How many frames are still to be given in this read.</param>
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
        // While the packets move along the blocks, the phase changes by itself.
        return overdue > state.Target.TargetMs ? default : _plan.Next(excess, grid, excess < 0 || _even >= _evenFrames ? Phase(grid, left) : 0);
    }

    /// <summary>Whether the next packet, as late as it is, will probably not come before audio runs out.</summary>
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

    /// <summary>How many frames must be ready for a step that shortens.</summary>
    [RealTime]
    public int FramesToShorten(ScaleStep step) => scaler.FramesToShorten(-step.Frames);

    /// <summary>Does a step as far as the audio allows, and leaves at least <paramref name="frames"/>.</summary>
    [RealTime]
    public void Apply(ScaleStep step, int frames, int left)
    {
        var grid = Grid();
        var phase = Phase(grid, left);
        int change;
        if (step.Frames < 0)
        {
            change = -scaler.Shorten(line, Math.Min(-step.Frames, line.Count - frames), step.LeastLikeness);
            state.Counters.ShortenedFrames -= change;
        }
        else
        {
            change = scaler.Stretch(line, step.Frames, step.LeastLikeness);
            state.Counters.StretchedFrames += change;
            if (_plan.IsBridging) _bridged += change;
        }

        Shift(change - (Phase(grid, left) - phase));
        _plan.Done(change, scaler.WasQuiet);
    }

    /// <summary>The greatest common measure of the consumer's blocks and the packets, in frames.</summary>
    [RealTime]
    private int Grid()
    {
        var (a, b) = (_usual, state.PacketFrames);
        while (b > 0) (a, b) = (b, a % b);
        return a;
    }

    /// <summary>How many frames into a step of the grid the next packet begins.</summary>
    [RealTime]
    private int Phase(int grid, int left)
    {
        var beyond = line.Count - left;
        return (beyond < 0 ? _block + beyond : beyond) % grid;
    }
}
