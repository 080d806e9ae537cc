using Continuo.Audio;
using Continuo.Diagnostics;

namespace Continuo.Rtp.Concealment;

/// <summary>
/// Decides when to shorten or stretch, by how much, and how similar the audio must be: the farther the delay is from its target, the more
/// often and the less similar. Not thread-safe; real-time-safe.
/// </summary>
/// <remarks>
/// Noise is not similar to itself anywhere, so its delay would never change. Therefore the time for which the delay is too long is
/// accumulated; as it grows, the required similarity falls, finally to none. Audio with similar places never gets that far.
/// </remarks>
internal sealed class ScalePlan(AudioFormat format, int minLag, int maxLag)
{
    private const double SpareMs = 2.5;
    private const double PressingMs = 25;
    private const double UrgentMs = 75;
    private const double OverdueShare = 0.8;
    private const double OverdueMs = 10;
    private const int MaxSteps = 1_000;
    private const int BridgeSpread = 2;
    private const float BridgeLikeness = 0.5f;
    private readonly double _framesPerMs = format.SampleRate / 1000.0;
    private const double PressingShare = 1 / 8.0;
    private const double CalmShare = 1 / 64.0;
    private readonly int _tolerated = minLag * 2;
    private readonly int _credit = format.SampleRate / 100;
    private long _rest;
    private long _bridgeRest;
    private int _spread;
    private int _passed;
    private double _owed;

    /// <summary>Whether the last step was a bridge.</summary>
    [RealTime]
    public bool IsBridging { get; private set; }

    /// <summary>
    /// The step to try when audio will probably run out before the next packet arrives: in total, the audio is stretched to twice its
    /// length.
    /// </summary>
    [RealTime]
    public ScaleStep Bridge()
    {
        if (_bridgeRest > 0) return default;
        IsBridging = true;
        return new ScaleStep(maxLag, BridgeLikeness);
    }

    /// <summary>The step to try now, if any.</summary>
    /// <param name="excessMs">The lowest delay at which packets are currently needed, minus the target.</param>
    /// <param name="grid">
    /// Step in frames by which needs change: the greatest common divisor of the consumer's blocks and the packets, because a packet is
    /// needed when the block in which it begins is read.
    /// </param>
    /// <param name="phase">Offset in frames of packets within such a step; audio is played later than necessary by this much.</param>
    [RealTime]
    public ScaleStep Next(double excessMs, int grid, int phase)
    {
        var spare = excessMs < 0 ? 0 : Spare(excessMs, 1 / _framesPerMs, grid) + phase;
        IsBridging = false;
        _owed = spare < minLag ? 0 : Math.Min(maxLag, _owed + _passed * (excessMs > PressingMs ? PressingShare : CalmShare));
        _passed = 0;
        if (_rest > 0) return default;
        if (excessMs < 0)
        {
            var steps = Math.Ceiling(-excessMs * _framesPerMs / grid);
            _spread = -excessMs > PressingMs ? 3 : 6;
            return new ScaleStep((int)Math.Clamp(steps * grid - phase, minLag, maxLag), -excessMs > PressingMs ? 0.6f : 0.9f);
        }

        if (spare < minLag) return default;
        _spread = excessMs > UrgentMs ? 3 : excessMs > PressingMs ? 4 : 8;
        return new ScaleStep(-Math.Min(spare, maxLag), Eased(excessMs > UrgentMs ? 0.4f : excessMs > PressingMs ? 0.7f : 0.9f));
    }

    /// <summary>Whether a packet is later than most recent packets.</summary>
    [RealTime]
    public static bool IsOverdue(double delayMs, double recentMs, double targetMs) =>
        delayMs - recentMs > Math.Max(OverdueMs, (targetMs - recentMs) * OverdueShare);

    /// <summary>Number of frames by which the delay exceeds the need, in whole steps of the grid.</summary>
    [RealTime]
    public static int Spare(double excessMs, double msPerFrame, int grid) =>
        (int)Math.Clamp(Math.Floor((excessMs - SpareMs) / (msPerFrame * grid)), 0, MaxSteps) * grid;

    /// <summary>
    /// Records a change, or 0 if no suitable place was found, and determines when to try again. Quiet audio is shortened without a pause.
    /// </summary>
    [RealTime]
    public void Done(int change, bool wasQuiet)
    {
        _owed = Math.Max(0, _owed + Math.Min(change, 0));
        if (IsBridging)
        {
            _bridgeRest = change == 0 ? minLag : _bridgeRest + (long)change * BridgeSpread;
            _rest = Math.Max(_rest, _bridgeRest);
            return;
        }

        _rest = change == 0 ? minLag : wasQuiet && change < 0 ? 0 : (long)Math.Abs(change) * _spread;
    }

    /// <summary>Advances the time.</summary>
    [RealTime]
    public void Advance(int frames)
    {
        _rest = Math.Max(0, _rest - frames);
        _bridgeRest = Math.Max(-_credit, _bridgeRest - frames);
        _passed = Math.Min(_passed + frames, maxLag);
    }

    /// <summary>The required similarity: the usual one at first, then decreasing to any.</summary>
    [RealTime]
    private float Eased(float leastLikeness) =>
        leastLikeness - (leastLikeness + 1) * (float)(Math.Max(0, _owed - _tolerated) / (maxLag - _tolerated));
}
