using Continuo.Audio;
using Continuo.Diagnostics;

namespace Continuo.Network.Jitter;

/// <summary>
/// When to shorten and when to stretch, by how much, and how choosy to be: the farther the delay is from its target, the oftener and
/// the less choosy. One thread; real-time-safe.
/// </summary>
internal sealed class ScalePlan(AudioFormat format, int minLag, int maxLag)
{
    private const double SpareMs = 2.5;
    private const double PressingMs = 25;
    private const double UrgentMs = 75;
    /// <summary>Audio runs out when there is less, in ms.</summary>
    public const double DryMs = 10;

    private const double OverdueShare = 0.8;
    private const double OverdueMs = 10;
    private const int MaxSteps = 1_000;
    private readonly double _framesPerMs = format.SampleRate / 1000.0;
    private long _rest;
    private int _spread;

    /// <summary>What to try now that audio runs out while the next packet is overdue.</summary>
    [RealTime]
    public ScaleStep Bridge()
    {
        if (_rest > 0) return default;
        _spread = 2;
        return new ScaleStep(maxLag, 0.5f);
    }

    /// <summary>What to try now, if anything.</summary>
    /// <param name="excessMs">The least delay at which packets are needed at present, less the target.</param>
    /// <param name="grid">
    /// Needs change in steps of so many frames: the greatest common measure of the consumer's blocks and the packets, since a packet is
    /// needed when the block is read that it begins in.
    /// </param>
    /// <param name="phase">How many frames into such a step packets begin: by so many, audio is heard later than it has to be.</param>
    [RealTime]
    public ScaleStep Next(double excessMs, int grid, int phase)
    {
        if (_rest > 0) return default;
        if (excessMs < 0)
        {
            var steps = Math.Ceiling(-excessMs * _framesPerMs / grid);
            _spread = -excessMs > PressingMs ? 3 : 6;
            return new ScaleStep((int)Math.Clamp(steps * grid - phase, minLag, maxLag), -excessMs > PressingMs ? 0.6f : 0.9f);
        }

        var spare = Spare(excessMs, 1 / _framesPerMs, grid) + phase;
        if (spare < minLag) return default;
        _spread = excessMs > UrgentMs ? 3 : excessMs > PressingMs ? 4 : 8;
        return new ScaleStep(-Math.Min(spare, maxLag), excessMs > UrgentMs ? 0.4f : excessMs > PressingMs ? 0.7f : 0.9f);
    }

    /// <summary>Whether a packet is later than most that came lately.</summary>
    [RealTime]
    public static bool IsOverdue(double delayMs, double recentMs, double targetMs) =>
        delayMs - recentMs > Math.Max(OverdueMs, (targetMs - recentMs) * OverdueShare);

    /// <summary>By how many frames the delay is longer than it has to be, in whole steps of the grid.</summary>
    [RealTime]
    public static int Spare(double excessMs, double msPerFrame, int grid) =>
        (int)Math.Clamp(Math.Floor((excessMs - SpareMs) / (msPerFrame * grid)), 0, MaxSteps) * grid;

    /// <summary>A change was made, or not found worth it if 0: when the next may be tried.</summary>
    [RealTime]
    public void Done(int frames) => _rest = frames == 0 ? minLag : (long)frames * _spread;

    /// <summary>Time goes by.</summary>
    [RealTime]
    public void Advance(int frames) => _rest = Math.Max(0, _rest - frames);
}
