using Continuo.Diagnostics;
using Continuo.Dsp;
using Continuo.Mixing;

namespace Continuo.Rooms.Mixing;

/// <summary>
/// One mix: the sum of all speakers plus its corrections, limited. While no correction applies to an audible speaker it equals the common
/// mix, and its listeners receive that one. Belongs to the tick, apart from construction.
/// </summary>
internal sealed unsafe class MixRender
{
    private const int Lanes = 64;
    private const int MaxContributions = 15;

    private readonly int _channels;
    private readonly AlignedSamples[] _inputs; // before the limiter, of this tick and the one before
    private readonly AlignedSamples[] _outputs;
    private readonly LookAheadLimiter _limiter;
    private readonly Contribution[] _contributions = new Contribution[MaxContributions];
    private int _contributors;
    private int _now;
    private int _hold;

    public MixRender(RoomOptions options, bool isCommon)
    {
        IsCommon = isCommon;
        _channels = options.Format.Channels;
        var samples = options.BlockFrames * _channels;
        _inputs = [new AlignedSamples(samples), new AlignedSamples(samples)];
        _outputs = [new AlignedSamples(samples), new AlignedSamples(samples)];
        _limiter = new LookAheadLimiter(options.Format);
    }

    public bool IsCommon { get; }

    /// <summary>The corrections; replaced by commands.</summary>
    public Correction[] Corrections { get; set; } = [];

    /// <summary>The encodings of the mix; replaced by commands.</summary>
    public MixEncoder[] Encoders { get; set; } = [];

    /// <summary>The corrections as the control plane has set them.</summary>
    public Correction[] Planned { get; set; } = [];

    /// <summary>The corrections when the control plane last compared the mixes.</summary>
    public string? LastKey { get; set; }

    /// <summary>The mix from which this one was split; its audio continues there.</summary>
    public MixRender? Origin { get; set; }

    /// <summary>Whether this tick has a block of this mix; otherwise its listeners receive the common one.</summary>
    public bool IsOwn { get; private set; }

    /// <summary>Whether the tick before had a block of this mix.</summary>
    public bool WasOwn { get; private set; }

    /// <summary>The only audible speaker, if its block is not changed; <see langword="null"/> otherwise.</summary>
    public SpeakerLane? Sole { get; private set; }

    /// <summary>Whether no speaker is audible in this tick.</summary>
    public bool IsSilent { get; private set; } = true;

    /// <summary>Whether what is audible in this tick is so quiet that its packets may come from elsewhere.</summary>
    public bool IsQuiet { get; private set; } = true;

    /// <summary>The same of the tick before.</summary>
    public bool WasQuiet { get; private set; } = true;

    /// <summary>Number of lanes in the sum of this tick.</summary>
    public int Summed { get; private set; }

    /// <summary>The sum before the limiter.</summary>
    [RealTime]
    public Span<float> Input => _inputs[_now].Span;

    /// <summary>The mix.</summary>
    [RealTime]
    public ReadOnlySpan<float> Output => _outputs[_now].Span;

    public ReadOnlySpan<Contribution> Contributions => _contributions.AsSpan(0, _contributors);

    /// <summary>
    /// Decides whether the mix differs from the common one in this tick, and for <paramref name="hold"/> ticks after it last did: changing
    /// between encoders costs an additional packet. Where one of the two forwards a speaker's packets, the change waits until it is quiet.
    /// On the thread of the tick.
    /// </summary>
    [RealTime]
    public void Decide(int hold, int frames)
    {
        (WasOwn, WasQuiet) = (IsOwn, IsQuiet);
        _now ^= 1;
        if (IsCommon) return;
        _hold = Differs(frames) ? hold : Math.Max(0, _hold - 1);
        IsOwn = _hold > 0 || (IsOwn && !IsQuiet && IsForwardedElsewhere());
    }

    /// <summary>Marks the common mix as needed in this tick or not.</summary>
    [RealTime]
    public void Need(bool isNeeded) => IsOwn = isNeeded;

    /// <summary>Makes the block: the sum, the corrections, the limiter. One thread per tick.</summary>
    /// <param name="common">The common mix, whose sum has been made.</param>
    /// <param name="lanes">The speakers.</param>
    /// <param name="frames">Frames of a block.</param>
    [RealTime]
    public void Render(MixRender common, ReadOnlySpan<SpeakerLane> lanes, int frames)
    {
        if (!WasOwn) Prime(Origin is { WasOwn: true } origin ? origin : common);
        Origin = null;
        if (!IsCommon)
        {
            common.Input.CopyTo(Input);
            Correct(frames);
        }

        Input.CopyTo(_outputs[_now].Span);
        _limiter.Process(_outputs[_now].Span);
        List(lanes);
    }

    /// <summary>
    /// The mix of the tick before, for an encoder that continues it: of this mix, or of the common one if this has just been split from it.
    /// </summary>
    [RealTime]
    public ReadOnlySpan<float> Before(MixRender common) =>
        WasOwn ? _outputs[_now ^ 1].Span : common.WasOwn ? common._outputs[common._now ^ 1].Span : default;

    /// <summary>Sums the speakers of this tick. On the thread of the tick.</summary>
    [RealTime]
    public void Sum(ReadOnlySpan<SpeakerLane> lanes, GainRamp unity)
    {
        var sum = Input;
        sum.Clear();
        Span<MixLane> batch = stackalloc MixLane[Lanes];
        var count = 0;
        Summed = 0;
        foreach (var lane in lanes)
        {
            if (!lane.IsActive || lane.Kind == LaneKind.Remote) continue; // a remote speaker is in the sum of its link
            Summed++;
            batch[count++] = unity.Over(lane.Samples);
            if (count < Lanes) continue;
            MixKernels.Add(batch, sum, _channels);
            count = 0;
        }

        if (count > 0) MixKernels.Add(batch[..count], sum, _channels);
    }

    /// <summary>Whether nothing is corrected, now or in the middle of a ramp, for an audible speaker. Advances the other ramps.</summary>
    [RealTime]
    private bool Differs(int frames)
    {
        var differs = false;
        foreach (var correction in Corrections)
        {
            if (correction.Lane.IsActive) differs |= !correction.Ramp.IsSilent;
            else if (correction.Ramp.IsMoving) correction.Ramp.Advance(frames);
        }

        return differs;
    }

    /// <summary>
    /// Whether the packets come undecoded here and encoded from the common mix, or the other way round: one is later than the other.
    /// </summary>
    [RealTime]
    private bool IsForwardedElsewhere()
    {
        foreach (var encoder in Encoders)
        {
            if (encoder.IsForwarded != encoder.Shared!.IsForwarded) return true;
        }

        return false;
    }

    [RealTime]
    private void Correct(int frames)
    {
        Span<MixLane> batch = stackalloc MixLane[Lanes];
        var count = 0;
        var (corrections, begin) = (Corrections, 0);
        for (var i = 0; i < corrections.Length; i++)
        {
            var correction = corrections[i];
            if (!correction.Lane.IsActive || correction.Ramp.IsSilent) continue;
            batch[count++] = correction.Ramp.Over(correction.Lane.Samples);
            if (count < Lanes) continue;
            MixKernels.Add(batch, Input, _channels);
            Advance(corrections.AsSpan(begin, i + 1 - begin), frames);
            (count, begin) = (0, i + 1);
        }

        if (count == 0) return;
        MixKernels.Add(batch[..count], Input, _channels);
        Advance(corrections.AsSpan(begin), frames);
    }

    [RealTime]
    private static void Advance(ReadOnlySpan<Correction> corrections, int frames)
    {
        foreach (var correction in corrections)
        {
            if (correction.Lane.IsActive && correction.Ramp.IsMoving) correction.Ramp.Advance(frames);
        }
    }

    /// <summary>Fills the limiter's delay with the end of the tick before, so that the mix continues without an edge.</summary>
    [RealTime]
    private void Prime(MixRender from)
    {
        _limiter.Reset();
        var scratch = _outputs[_now].Span;
        from._inputs[from._now ^ 1].Span.CopyTo(scratch);
        _limiter.Process(scratch);
    }

    /// <summary>Lists the audible speakers, and finds the only one if it is heard as it is.</summary>
    [RealTime]
    private void List(ReadOnlySpan<SpeakerLane> lanes)
    {
        Span<Audibility> heard = stackalloc Audibility[lanes.Length];
        heard.Clear();
        foreach (var correction in Corrections)
        {
            if (!correction.Lane.IsActive || correction.Ramp.IsSilent) continue;
            heard[correction.Lane.Index] = correction.Ramp.IsMoving || correction.Ramp.Target(0) > -1 ? Audibility.Changed : Audibility.Not;
        }

        (_contributors, Sole) = (0, null);
        var audible = 0;
        foreach (var lane in lanes)
        {
            var how = heard[lane.Index];
            if (how == Audibility.Not) continue;
            if (lane.Kind != LaneKind.Remote)
            {
                if (!lane.IsActive) continue;
                Sole = audible++ == 0 && how == Audibility.Plain ? lane : null;
                if (lane.Kind == LaneKind.Link) continue; // its speakers are listed by themselves
            }
            else if (!lane.IsSpeaking)
            {
                continue;
            }

            if (_contributors < MaxContributions) _contributions[_contributors++] = new Contribution(lane.Speaker.Number, lane.Level.Dbov);
        }

        IsSilent = audible == 0;
        IsQuiet = IsSilent || Sole is { Level.Peak: < BlockLevel.QuietPeak };
    }

    private enum Audibility : byte
    {
        Plain,
        Changed,
        Not,
    }
}
