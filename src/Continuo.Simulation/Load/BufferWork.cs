using Continuo.Rtp.Jitter;

namespace Continuo.Simulation.Load;

/// <summary>What the jitter buffers of all speakers did besides playing what arrived, in seconds of audio.</summary>
/// <param name="Stretched">Added by time-scaling.</param>
/// <param name="Shortened">Removed by time-scaling.</param>
/// <param name="Concealed">Made up for packets that were lost or late.</param>
/// <param name="Skipped">Left out because it was older than necessary.</param>
internal readonly record struct BufferWork(double Stretched, double Shortened, double Concealed, double Skipped)
{
    /// <summary>The sum over buffers of one sample rate.</summary>
    public static BufferWork Sum(IEnumerable<JitterBufferStatistics> buffers, int rate)
    {
        var sum = default(BufferWork);
        foreach (var buffer in buffers)
        {
            sum = new BufferWork(sum.Stretched + buffer.StretchedFrames, sum.Shortened + buffer.ShortenedFrames,
                sum.Concealed + buffer.ConcealedFrames + buffer.HeldFrames, sum.Skipped + buffer.SkippedFrames + buffer.CoveredFrames);
        }

        return new BufferWork(sum.Stretched / rate, sum.Shortened / rate, sum.Concealed / rate, sum.Skipped / rate);
    }

    /// <summary>What was done since an earlier sum.</summary>
    public BufferWork Since(in BufferWork earlier) =>
        new(Stretched - earlier.Stretched, Shortened - earlier.Shortened, Concealed - earlier.Concealed, Skipped - earlier.Skipped);
}
